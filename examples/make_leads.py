#!/usr/bin/env python3
"""Writes the invented leads of the examples. The same bytes on every run, on every machine.

    python3 examples/make_leads.py            writes them
    python3 examples/make_leads.py --check    says which file would change, and exits with 1

Each set begins with a few leads made by hand for one border or trap each (their id says which); the rest
is drawn at random from a fixed seed. Nobody in here exists: domains end in .example or .test, countries
that are refused have codes that ISO 3166 leaves to its users, and there are no names.
"""

import csv
import io
import json
import random
import sys
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
AS_OF = date(2026, 11, 1)


class Dice:
    """Draws that rest on `random()` alone, the one method whose sequence Python promises to keep."""

    def __init__(self, seed):
        self.random = random.Random(seed).random

    def whole(self, low, high):
        return low + int(self.random() * (high - low + 1))

    def one(self, values):
        return values[int(self.random() * len(values))]

    def chance(self, p):
        return self.random() < p

    def weighted(self, pairs):
        """`pairs` of (value, weight), the weights adding up to 1."""
        x = self.random()
        for value, weight in pairs:
            x -= weight
            if x < 0:
                return value
        return pairs[-1][0]

    def day(self, newest, oldest):
        """A date that many days before the instant of the examples; negative is after it."""
        return AS_OF - timedelta(days=self.whole(newest, oldest))

    def time(self, newest, oldest):
        return f"{self.day(newest, oldest)}T{self.whole(0, 23):02}:{self.whole(0, 59):02}:00Z"


def without_gaps(value):
    """A lead without its missing keys and without groups that hold nothing."""
    if not isinstance(value, dict):
        return value
    kept = {key: without_gaps(v) for key, v in value.items()}
    return {key: v for key, v in kept.items() if v is not None and v != {}}


def json_lines(leads):
    return "".join(json.dumps(lead, ensure_ascii=False) + "\n" for lead in leads)


# ---- b2b_saas --------------------------------------------------------------------------------


def b2b_by_hand():
    fit = {"industry": "Fintech", "employees": 400, "country": "DE"}
    good = {"email": "ann@harbour.example", "title": "VP Engineering", "fit": fit}
    warm = {"email_opens_30d": 4, "pricing_views_30d": 3}
    bant = {"budget": 10000, "authority": "yes", "decides_by": "2027-05-01"}

    def lead(name, **changes):
        return {"id": name, **good, **changes}

    return [
        {"id": "nothing-known"},
        lead("all-is-well", activity=warm, bant={**bant, "need": "yes"}),
        lead("bant-need-unknown", activity=warm, bant=bant),
        lead("bant-need-no", activity=warm, bant={**bant, "need": "no"}),
        lead("bant-two-of-four", activity=warm, bant={"budget": 9999.99, "authority": "yes", "need": "yes"}),
        lead("decides-a-day-too-late", activity=warm, bant={"budget": 20000, "authority": "yes", "decides_by": "2027-05-02", "need": None}),
        lead("employees-19", fit={**fit, "employees": 19}),
        lead("employees-20", fit={**fit, "employees": 20}),
        lead("employees-49", fit={**fit, "employees": 49}),
        lead("employees-50", fit={**fit, "employees": 50}),
        lead("employees-5000", fit={**fit, "employees": 5000}),
        lead("employees-5001", fit={**fit, "employees": 5001}),
        lead("employees-placeholder", fit={**fit, "employees": -1}),
        lead("employees-no-number", fit={**fit, "employees": "50-200"}),
        lead("industry-placeholder", fit={**fit, "industry": "SELECT"}),
        lead("industry-in-blanks", fit={**fit, "industry": "  healthcare "}),
        lead("country-closed", fit={**fit, "country": "xa"}),
        lead("score-60", activity={"email_opens_30d": 0}),
        lead("score-58-usual-bar", fit={**fit, "employees": 5001}, activity={"email_opens_30d": 4}),
        lead("score-50", fit={**fit, "employees": 5001}),
        lead("score-55", title="Engineer", activity={"email_opens_30d": 9}),
        lead("director-is-not-cto", title="Direction assistant"),
        lead("cto-in-capitals", title="CTO & Co-Founder"),
        lead("former-vp", title="former VP Sales"),
        lead("title-dash", title="-"),
        lead("demo-31-days-ago", activity={"demo_requested_at": "2026-10-01T23:59:59Z"}, title="Engineer"),
        lead("demo-30-days-ago", activity={"demo_requested_at": "2026-10-02T00:00:00Z"}, title="Engineer"),
        lead("demo-in-the-future", activity={"demo_requested_at": "2026-11-02"}, title="Engineer"),
        lead("demo-no-date", activity={"demo_requested_at": "last week"}, title="Engineer"),
        lead("silent-30-days", last_seen_at="2026-10-02T00:00:00Z"),
        lead("silent-a-second-more", last_seen_at="2026-10-01T23:59:59Z", title="Engineer"),
        lead("asleep", last_seen_at="2026-09-01", title="Engineer", fit={**fit, "industry": "retail"}),
        lead("free-mail", email="ann@MAILBOX.example "),
        lead("free-mail-sub-domain", email="ann@eu.mailbox.example"),
        lead("competitor-and-customer", email="bo@leadwise.example", flags={"customer": True, "bounced": False}),
        lead("one-of-us", email="cy@rubric-crm.test"),
        lead("no-at-sign", email="ann.harbour.example"),
        lead("authority-is-maybe", activity=warm, bant={**bant, "authority": "maybe", "need": "yes"}),
        lead("opted-out", activity={"demo_requested_at": "2026-10-31"}, flags={"opted_out": True}),
        lead("no-mail", email=""),
    ]


def b2b_drawn(dice, number):
    opens = dice.weighted([(0, 0.45), (1, 0.15), (3, 0.2), (6, 0.1), (12, 0.1)])
    asked = dice.time(0, 60) if dice.chance(0.12) else None
    talked = dice.chance(0.6)
    domain = dice.weighted([
        (f"company-{number}.example", 0.66), ("mailbox.example", 0.12), ("freemail.test", 0.06), ("campus-mail.test", 0.04),
        ("leadwise.example", 0.02), ("funnelry.test", 0.02), ("rubric-crm.example", 0.02), (None, 0.06)])
    return {
        "id": f"L-{number:04}",
        "email": domain and f"lead-{number}@{domain}",
        "title": dice.weighted([
            ("VP Sales", 0.1), ("Head of Marketing", 0.12), ("Director, Revenue Operations", 0.1), ("CEO", 0.06),
            ("Chief of Staff", 0.04), ("Sales Manager", 0.16), ("Engineer", 0.14), ("Assistant to the CEO", 0.05),
            ("Student", 0.05), ("Kundenbetreuerin", 0.05), ("-", 0.05), (None, 0.08)]),
        "last_seen_at": dice.time(0, 90) if dice.chance(0.85) else None,
        "fit": {
            "industry": dice.weighted([
                ("Software", 0.2), ("fintech", 0.12), ("Healthcare", 0.12), ("Logistics", 0.1), ("Retail", 0.16),
                ("Public sector", 0.1), ("Select", 0.1), ("unknown", 0.04), (None, 0.06)]),
            "employees": dice.weighted([
                (dice.whole(1, 19), 0.1), (dice.whole(20, 49), 0.14), (dice.whole(50, 999), 0.38),
                (dice.whole(1000, 5000), 0.12), (dice.whole(5001, 90000), 0.08), (-1, 0.1), ("about 200", 0.01), (None, 0.07)]),
            "country": dice.weighted([("DE", 0.3), ("FR", 0.2), ("GB", 0.15), ("za", 0.1), ("US", 0.14), ("XA", 0.02), ("Select", 0.04), (None, 0.05)]),
        },
        "activity": {
            "email_opens_30d": opens,
            "downloads_90d": dice.weighted([(0, 0.6), (1, 0.25), (4, 0.15)]),
            "pricing_views_30d": dice.weighted([(0, 0.6), (2, 0.15), (3, 0.1), (7, 0.15)]),
            "demo_requested_at": asked,
        },
        "bant": {
            "budget": dice.one([5000, 10000, 18000, 60000, 60000, None]),
            "authority": dice.weighted([("yes", 0.64), ("no", 0.12), (None, 0.24)]),
            "need": dice.weighted([("yes", 0.7), ("no", 0.1), (None, 0.2)]),
            "decides_by": str(dice.day(-240, 10)) if dice.chance(0.75) else None,
        } if talked else None,
        "flags": {
            "customer": dice.chance(0.05) or None,
            "bounced": dice.chance(0.04) or None,
            "opted_out": dice.chance(0.04) or None,
        },
    }


def b2b_saas():
    dice = Dice(20261101)
    return json_lines(without_gaps(lead) for lead in b2b_by_hand() + [b2b_drawn(dice, n) for n in range(1, 301)])


# ---- ecommerce -------------------------------------------------------------------------------

SHOP_COLUMNS = [
    "Customer No.", "E-Mail", "Country", "Newsletter?", "Complaint", "Signed up", "Last visit", "Last order",
    "Gold card until", "Orders", "Total spent (EUR)", "Items bought", "Items returned", "Open basket (EUR)",
    "Newsletters opened (30 d)", "Product pages (30 d)", "First touch", "How did you hear of us?", "Remarks"]


def money(cents):
    """1234567 as the shop writes it: 12.345,67."""
    whole, rest = divmod(cents, 100)
    return f"{whole:,}".replace(",", ".") + f",{rest:02}"


def shop_day(day):
    return day.strftime("%d/%m/%Y")


def shop_by_hand():
    usual = {
        "E-Mail": "shopper@harbour.example", "Country": "DE", "Newsletter?": "yes", "Complaint": "none",
        "Signed up": "03/02/2025", "Last visit": "20/10/2026", "Last order": "05/10/2026", "Orders": "3",
        "Total spent (EUR)": "420,00", "Items bought": "9", "Items returned": "1", "Open basket (EUR)": "0,00",
        "Newsletters opened (30 d)": "2", "Product pages (30 d)": "10", "First touch": "search", "How did you hear of us?": "-"}

    def customer(name, **changes):
        columns = {"mail": "E-Mail", "spent": "Total spent (EUR)", "basket": "Open basket (EUR)", "signed": "Signed up",
                   "visit": "Last visit", "order": "Last order", "card": "Gold card until", "bought": "Items bought",
                   "returned": "Items returned", "news": "Newsletter?", "told": "How did you hear of us?",
                   "first": "First touch", "remarks": "Remarks", "country": "Country", "orders": "Orders",
                   "complaint": "Complaint"}
        return {"Customer No.": name, **usual, **{columns[k]: v for k, v in changes.items()}}

    return [
        {"Customer No.": "nothing-known"},
        customer("the-usual"),
        customer("spent-2500", spent="2.500,00"),
        customer("spent-2499-99", spent="2.499,99"),
        customer("spent-800", spent="800,00"),
        customer("spent-placeholder", spent="n/a"),
        customer("spent-english", spent="1,234.56", remarks="typed by hand, \"English\" signs"),
        customer("day-and-month-swapped", order="10/25/2026"),
        customer("never-ordered", order="never", orders="0", spent="0,00", bought="0", returned="0"),
        customer("zero-date", order="00/00/0000", orders="0", spent="0,00"),
        customer("order-30-days-ago", order="02/10/2026"),
        customer("order-31-days-ago", order="01/10/2026"),
        customer("order-91-days-ago", order="02/08/2026", visit="02/08/2026"),
        customer("card-ends-today", card="01/11/2026", spent="3.100,50"),
        customer("card-ended-yesterday", card="31/10/2026", country="US"),
        customer("card-beats-country", card="31/12/2026", country="US"),
        customer("card-next-month-but-one", card="01/01/2027"),
        customer("card-and-orders-unknown", card="20/11/2026", orders=""),
        customer("country-closed", country="US"),
        customer("country-placeholder", country="Please choose"),
        customer("country-with-comma", country="Elsewhere, far away", remarks="two\nlines"),
        customer("said-no", news="no"),
        customer("said-nothing", news=""),
        customer("says-maybe", news="maybe"),
        customer("fraud-1", remarks="see the list of the fraud desk"),
        customer("throw-away", mail="x@Ten-Minutes.example "),
        customer("no-mail-but-no", mail="", news="0"),
        customer("no-mail", mail=""),
        customer("complains", complaint="OPEN"),
        customer("complaint-other", complaint="escalated"),
        customer("complaint-dash", complaint="-"),
        customer("basket-150", basket="150,00", visit="26/10/2026"),
        customer("basket-150-a-day-older", basket="150,00", visit="25/10/2026"),
        customer("basket-149-99", basket="149,99", visit="26/10/2026"),
        customer("returns-half", bought="10", returned="5", spent="900,00"),
        customer("returns-more-than-half", bought="10", returned="6", spent="900,00"),
        customer("returns-of-nothing", bought="0", returned="0", spent="900,00"),
        customer("asleep", visit="01/09/2026", order="01/09/2026"),
        customer("asleep-30-days", visit="02/10/2026", order="01/09/2026"),
        customer("young-and-silent", signed="10/10/2026", visit="", order="never", orders="0"),
        customer("never-came-back", signed="10/03/2026", visit="", order="never", orders="0"),
        customer("told-us-wins", first="ads", told="Recommendation"),
        customer("told-us-nothing", first="Partner", told="-"),
        customer("touch-not-set", first="(not set)", told=""),
        customer("best-of-all", spent="9.800,10", orders="22", order="30/10/2026", told="recommendation"),
        {"E-Mail": "no-number@harbour.example"},
    ]


def shop_drawn(dice, number):
    orders = dice.weighted([(0, 0.3), (1, 0.25), (2, 0.15), (dice.whole(3, 6), 0.2), (dice.whole(7, 40), 0.1)])
    signed_up = dice.day(5, 1500)
    age = (AS_OF - signed_up).days
    visit = dice.day(0, age) if dice.chance(0.55) else dice.day(0, min(age, 25))
    items = sum(dice.whole(1, 4) for _ in range(orders))
    spent = sum(dice.whole(1500, 26000) for _ in range(orders))
    return {
        "Customer No.": f"C{number:05}",
        "E-Mail": dice.weighted([
            (f"customer-{number}@home-{number % 17}.example", 0.9), (f"c{number}@gone-tomorrow.test", 0.03),
            (f"C{number}@TEN-MINUTES.EXAMPLE", 0.02), ("", 0.05)]),
        "Country": dice.weighted([("DE", 0.45), ("AT", 0.1), ("FR", 0.12), ("NL", 0.1), ("BE", 0.05), ("US", 0.06), ("CH", 0.06), ("Please choose", 0.06)]),
        "Newsletter?": dice.weighted([("yes", 0.72), ("no", 0.12), ("Yes", 0.06), ("", 0.1)]),
        "Complaint": dice.weighted([("none", 0.7), ("-", 0.18), ("settled", 0.07), ("open", 0.05)]),
        "Signed up": shop_day(signed_up),
        "Last visit": "" if dice.chance(0.06) else shop_day(visit),
        "Last order": shop_day(dice.day((AS_OF - visit).days, age)) if orders else dice.one(["never", "", "00/00/0000"]),
        "Gold card until": shop_day(dice.day(-400, 60)) if orders > 5 and dice.chance(0.6) else "",
        "Orders": str(orders) if dice.chance(0.97) else "",
        "Total spent (EUR)": money(spent) if dice.chance(0.95) else "n/a",
        "Items bought": str(items),
        "Items returned": str(dice.whole(0, items) if dice.chance(0.25) else 0),
        "Open basket (EUR)": money(dice.whole(500, 40000)) if dice.chance(0.2) else "0,00",
        "Newsletters opened (30 d)": str(dice.whole(0, 5)),
        "Product pages (30 d)": dice.weighted([("0", 0.3), (str(dice.whole(1, 9)), 0.4), (str(dice.whole(10, 80)), 0.25), ("", 0.05)]),
        "First touch": dice.one(["search", "Ads", "partner", "affiliate", "social", "(not set)", "unknown"]),
        "How did you hear of us?": dice.weighted([("-", 0.6), ("recommendation", 0.15), ("magazine", 0.15), ("", 0.1)]),
        "Remarks": dice.weighted([("", 0.9), ("prefers parcel lockers, \"not\" the neighbour", 0.05), ("call\nin the evening", 0.05)]),
    }


def ecommerce():
    dice = Dice(7)
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, SHOP_COLUMNS, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows(shop_by_hand() + [shop_drawn(dice, n) for n in range(1, 361)])
    return out.getvalue()


# ---- financial_services ----------------------------------------------------------------------


def finance_by_hand():
    grown_up = {"born_on": "1980-06-15", "country": "DE", "in_eu": True, "employment": "employed", "income": 60000}
    heat = {"consent": True, "calculator_30d": 3, "last_seen_at": "2026-10-30T08:00:00Z"}
    cold = {"calculator_30d": 0, "last_seen_at": "2026-09-01"}
    home = {"amount": 270000, "property_value": 300000}

    def enquiry(name, product="mortgage", applicant=None, wish=None, contact=None, **changes):
        return {"id": name, "product": product, "postcode": "N1-200", "applicant": {**grown_up, **(applicant or {})},
                "wish": home if wish is None else wish, "contact": {**heat, **(contact or {})}, **changes}

    return [
        {"id": "nothing-known"},
        enquiry("all-is-well", fixed_rate_ends="2026-12-31"),
        enquiry("loan-90-percent"),
        enquiry("loan-a-euro-too-much", wish={"amount": 270001, "property_value": 300000}),
        enquiry("property-worth-nothing", wish={"amount": 100000, "property_value": 0}),
        enquiry("property-unknown", wish={"amount": 100000}),
        enquiry("income-just-carries", applicant={"income": 33750}),
        enquiry("income-zero-is-missing", applicant={"income": 0}),
        enquiry("income-a-word", applicant={"income": "good"}),
        enquiry("employment-select", applicant={"employment": "Select"}),
        enquiry("employment-unheard-of", applicant={"employment": "lottery"}),
        enquiry("18-today", applicant={"born_on": "2008-11-01"}),
        enquiry("18-tomorrow", applicant={"born_on": "2008-11-02"}),
        enquiry("born-on-29-february", applicant={"born_on": "2004-02-29"}),
        enquiry("born-when", applicant={"born_on": None}),
        enquiry("born-as-the-form-says", applicant={"born_on": "15.06.1980"}),
        enquiry("closed-country", applicant={"country": "XB"}),
        enquiry("insolvent-and-under-age", applicant={"insolvent": True, "born_on": "2010-01-01"}),
        enquiry("consent-refused", contact={"consent": False}),
        enquiry("consent-not-asked", contact={"consent": None}),
        enquiry("outside-the-eu", applicant={"in_eu": False, "country": "CH"}, contact={"consent": None}),
        enquiry("nobody-knows-where", applicant={"in_eu": None}, contact={"consent": None}),
        enquiry("quarter-first-day", fixed_rate_ends="2026-11-01"),
        enquiry("quarter-last-day", fixed_rate_ends="2027-01-31"),
        enquiry("quarter-day-after", fixed_rate_ends="2027-02-01"),
        enquiry("quarter-day-before", fixed_rate_ends="2026-10-31"),
        enquiry("asked-for-a-call", "wealth", wish={"to_invest": 1000}, contact={**cold, "callback_at": "2026-11-03T10:00:00Z"}),
        enquiry("call-was-yesterday", "wealth", wish={"to_invest": 1000}, contact={**cold, "callback_at": "2026-10-31"}),
        enquiry("two-years-today", "business", wish={"amount": 40000, "turnover": 250000, "founded_on": "2024-11-01"}),
        enquiry("two-years-tomorrow", "business", wish={"amount": 40000, "turnover": 250000, "founded_on": "2024-11-02"}),
        enquiry("enterprise-500k", "business", wish={"amount": 500000, "turnover": 3000000, "founded_on": "1999-01-01"}),
        enquiry("wealth-50k", "wealth", wish={"to_invest": 50000}),
        enquiry("wealth-less", "wealth", wish={"to_invest": 49999}),
        enquiry("product-unheard-of", "leasing"),
        enquiry("likely", likelihood=0.975),
        enquiry("likelihood-out-of-fit", "wealth", wish={"to_invest": 10}, applicant={"employment": "none", "income": 9000}, likelihood=1),
        enquiry("has-an-adviser", applicant={"account_owner": "adviser-07"}, postcode="S1-100"),
        enquiry("two-territories", postcode="N7-001"),
        enquiry("postcode-in-small-letters", postcode="n1-200"),
        enquiry("no-postcode", postcode=" "),
        {"product": "mortgage", "postcode": "N1-100"},
    ]


def finance_wish(dice, product):
    amount = dice.whole(20, 700) * 1000
    if product == "mortgage":
        return {"amount": amount, "property_value": dice.weighted([(int(amount / 0.7), 0.45), (int(amount / 0.95), 0.4), (None, 0.15)])}
    if product == "business":
        return {"amount": amount, "turnover": dice.one([90000, 250000, 800000, 4000000, None]), "founded_on": str(dice.day(100, 6000))}
    return {"to_invest": dice.one([5000, 20000, 50000, 120000, 800000, None])}


def finance_drawn(dice, number):
    product = dice.weighted([("mortgage", 0.5), ("business", 0.22), ("wealth", 0.25), (None, 0.03)])
    in_eu = dice.weighted([(True, 0.7), (False, 0.2), (None, 0.1)])
    return {
        "id": f"E-{number:04}",
        "product": product,
        "postcode": dice.weighted([(f"{dice.one(['N1', 'N2', 'N3', 'S1', 'S2', 'S4', 'W1', 'W2'])}-{dice.whole(100, 999)}", 0.92), (None, 0.08)]),
        "fixed_rate_ends": str(dice.day(-700, 30)) if product == "mortgage" and dice.chance(0.5) else None,
        "likelihood": round(0.05 + 0.95 * dice.random(), 3) if dice.chance(0.8) else None,
        "applicant": {
            "born_on": str(dice.day(6200, 27000)) if dice.chance(0.95) else None,
            "income": dice.weighted([(dice.whole(18, 59) * 1000, 0.5), (dice.whole(60, 180) * 1000, 0.3), (0, 0.08), (-1, 0.04), (None, 0.08)]),
            "employment": dice.weighted([("employed", 0.5), ("self-employed", 0.18), ("retired", 0.12), ("none", 0.06), ("Select", 0.08), (None, 0.06)]),
            "country": dice.weighted([("DE", 0.4), ("fr", 0.2), ("CH", 0.15), ("AT", 0.15), ("ZZ", 0.02), ("unknown", 0.04), (None, 0.04)]),
            "in_eu": in_eu,
            "insolvent": dice.weighted([(True, 0.03), (False, 0.57), (None, 0.4)]),
            "account_owner": f"adviser-{dice.whole(1, 9):02}" if dice.chance(0.12) else None,
        },
        "wish": finance_wish(dice, product),
        "contact": {
            "consent": dice.weighted([(True, 0.68), (False, 0.1), (None, 0.22)]),
            "callback_at": dice.time(-6, 3) if dice.chance(0.12) else None,
            "last_seen_at": dice.time(0, 40) if dice.chance(0.85) else None,
            "calculator_30d": dice.weighted([(0, 0.5), (1, 0.2), (2, 0.12), (5, 0.18)]),
            "missed_calls": dice.weighted([(0, 0.8), (2, 0.15), (5, 0.05)]),
        },
    }


def financial_services():
    dice = Dice(42)
    return json_lines(without_gaps(lead) for lead in finance_by_hand() + [finance_drawn(dice, n) for n in range(1, 321)])


FILES = {
    "b2b_saas/leads.jsonl": b2b_saas,
    "ecommerce/leads.csv": ecommerce,
    "financial_services/leads.jsonl": financial_services,
}


def main():
    changed = []
    for name, make in FILES.items():
        path, data = HERE / name, make().encode("utf-8")
        if path.exists() and path.read_bytes() == data:
            continue
        changed.append(name)
        if "--check" not in sys.argv[1:]:
            path.write_bytes(data)
    verb = "would change" if "--check" in sys.argv[1:] else "written"
    for name in changed:
        print(f"examples/{name}: {verb}")
    return 1 if changed and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
