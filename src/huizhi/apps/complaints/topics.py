"""What filings are about: the categories, goods and desks of the export, so that all sources count alike."""

TOPICS = {
    "food": ("食品", "food"),
    "drug": ("药品", "drugs and devices"),
    "quality": ("产品质量", "product quality"),
    "price": ("价格", "prices"),
    "advertising": ("广告", "advertising"),
    "after_sale": ("售后服务", "after-sale service"),
    "contract": ("合同", "contract"),
    "false_publicity": ("虚假宣传", "false publicity"),
    "prepaid_card": ("预付卡", "prepaid card"),
    "other": ("其他", "other"),
}
"""Category -> Chinese, English."""

GOODS = {
    "catering": ("餐饮服务", "catering"),
    "food": ("食品", "food"),
    "drug": ("药品医疗器械", "drugs and devices"),
    "daily": ("服装日用", "clothes and daily goods"),
    "appliance": ("家电数码", "appliances and electronics"),
    "vehicle": ("汽车及维修", "vehicles and repair"),
    "home": ("建材家居装修", "home and building"),
    "beauty": ("美容美发", "beauty and hair"),
    "lodging": ("住宿旅游", "lodging and travel"),
    "property": ("物业停车房产", "property and parking"),
    "education": ("教育培训", "education"),
    "leisure": ("健身娱乐", "sport and leisure"),
    "energy": ("供水供气供热", "water, gas and heat"),
    "online": ("网络交易", "online trade"),
    "other": ("其他服务", "other services"),
}
"""Line of business a filing is about -> Chinese, English."""

DESKS = {
    "station": ("监管所", "station"),
    "food": ("食品科", "food desk"),
    "drug": ("药械科", "drug desk"),
    "equipment": ("特种设备科", "equipment desk"),
    "quality": ("质量科", "quality desk"),
    "price": ("价格科", "price desk"),
    "advertising": ("广告科", "advertising desk"),
    "ip": ("知识产权科", "intellectual property desk"),
    "trade": ("网监科", "online trade desk"),
    "elsewhere": ("非本部门", "another department"),
}
"""Who is responsible -> Chinese, English."""

OUTCOMES = {
    "mediated": ("调解成功", "settled"),
    "not_mediated": ("调解不成", "not settled"),
    "refused": ("不予受理", "refused"),
    "withdrawn": ("撤回", "withdrawn"),
    "case_filed": ("立案", "case filed"),
    "no_case": ("不予立案", "no case"),
    "merged": ("并入重复举报", "merged with an earlier report"),
    "no_authority": ("无处理权限", "no handling authority"),
}
"""How a matter ended -> Chinese, English."""

DUTY_OF_TOPIC = {"advertising": "advertising", "food": "food", "drug": "drug"}
"""Category -> the field of law whose duty to inform a reporter is proposed; a person may choose another."""
