import pulumi
import pulumi_phone as phone

support = phone.PhoneNumber(
    "support",
    vendor="plivo",
    country="US",
    type=phone.NumberType.LOCAL,
    # The first entry that finds a number wins.
    search=[
        phone.NumberSearchArgs(area_code="415"),
        phone.NumberSearchArgs(region="California"),
    ],
    max_monthly_price=2,
)

# What another resource has once it is there: the number itself, in the label of its stand-in.
overflow = phone.PhoneNumber(
    "overflow",
    vendor="plivo",
    country="US",
    type=phone.NumberType.TOLLFREE,
    alias=support.e164.apply(lambda number: f"overflow of {number}"),
)

pulumi.export("line", support.e164)
pulumi.export("overflow", overflow.e164)
pulumi.export("monthly_price", support.monthly_price)
