"""Which matters somebody sees: decided here, for every read of the office."""

from datetime import date

from django.db.models import Q, QuerySet

from huizhi.apps.casework.models import CoHandler, HandOver, Matter, Supervision
from huizhi.apps.casework.standing import desks
from huizhi.apps.people.facade import may, units_in_scope


def visible_to(viewer, on: date) -> QuerySet[Matter]:
    """The matters a viewer may read on a day: her unit's and those below it, hers, those offered or supervised.

    Confidential ones only if she works them, assigns work in the very unit that holds (or is offered) them, or her unit
    supervises them. Nobody without the permission `see_matters` sees any.
    """
    if not may(viewer, "see_matters"):
        return Matter.objects.none()
    units, heads = units_in_scope(viewer), may(viewer, "assign_matters")
    closer = hers(viewer, on) | Q(pk__in=Supervision.objects.filter(unit=viewer.unit_code).values("matter"))
    readable = Q(confidential=False) | closer
    if heads:
        readable |= Q(holder=viewer.unit_code) | offered_to(viewer)
    if units is None:
        return Matter.objects.filter(readable)
    inside = Q(holder__in=sorted(units))
    offered = offered_to(viewer) if heads else offered_to(viewer) & Q(confidential=False)
    beyond = list(Matter.objects.filter(closer | offered).exclude(inside).order_by().values_list("pk", flat=True))
    # Few or none lie beyond: named one by one, they leave the databases free to go by the holder.
    return Matter.objects.filter((inside & readable) | Q(pk__in=beyond) if beyond else inside & readable)


def counted_for(viewer) -> QuerySet[Matter]:
    """The matters that count in a viewer's figures: all her unit and those below hold, confidential ones too."""
    if not may(viewer, "see_matters"):
        return Matter.objects.none()
    units = units_in_scope(viewer)
    return Matter.objects.all() if units is None else Matter.objects.filter(holder__in=sorted(units))


def offered_to(viewer) -> Q:
    """The matters whose hand-over waits for the answer of the viewer's unit."""
    return Q(pk__in=HandOver.objects.filter(receiver=viewer.unit_code, accepted=None).values("matter"))


def hers(viewer, on: date) -> Q:
    """The matters on her desk on a day, as assignee, stand-in or co-handler."""
    if not may(viewer, "work_matters"):
        return Q(pk__in=[])
    accounts = sorted(desks(viewer, on))
    return Q(assignee__in=accounts) | Q(pk__in=CoHandler.objects.filter(officer__in=accounts).values("matter"))
