"""How the plan's indicators are counted: by name, one function each, (lake, as_of, ground) -> records.

To add one, write the function in the file of its subject and name it here.
"""

from huizhi.insight.formulas import business, complaints, equipment, food, inspections, products
from huizhi.insight.formulas.shape import Formula

FORMULAS: dict[str, Formula] = {
    "complaints_closed_on_time": complaints.closed_on_time,
    "reports_verified_on_time": complaints.verified_on_time,
    "answered_in_time": complaints.answered_in_time,
    "complaints_accepted_in_time": complaints.accepted_in_time,
    "complaints_mediated": complaints.mediated,
    "food_batches_per_thousand": food.batches_per_thousand,
    "food_samples_passed": food.samples_passed,
    "failed_food_disposed": food.failed_disposed,
    "key_products_passed": products.key_products_passed,
    "equipment_inspected_on_time": equipment.inspected_on_time,
    "equipment_passed_first_time": equipment.passed_first_time,
    "elevators_insured": equipment.elevators_insured,
    "small_workshops_covered": inspections.small_workshops_covered,
    "food_businesses_covered": inspections.food_businesses_covered,
    "findings_corrected": inspections.findings_corrected,
    "inspections_clean": inspections.clean_share,
    "random_share": inspections.random_share,
    "annual_reports_on_time": business.annual_reports_on_time,
    "new_entities_per_thousand": business.new_entities_per_thousand,
}
