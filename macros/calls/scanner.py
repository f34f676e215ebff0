"""A call of the page that explains the scanner."""

from macros.render import render
from macros.view import View
from portal.addresses import absolute
from portal.scanner import FORMATS, ScanReport, names_of, scan_text

FILE = "client.py"
CODE = """import requests

BASE = "https://camera.example/axis-cgi/"


def model(session):
    return session.get(BASE + "prod_brand_info/" + "getbrand.cgi").text


def discovery(session, enabled):
    # Older devices: root.Network.UPnP.Enabled
    query = {"action": "update", "Network.UPnP.Enabled": enabled}
    return session.get(BASE + "param.cgi", params=query)
"""


def scan_example(view: View) -> str:
    """A small file, and what a scan of it says."""
    found = scan_text(names_of(view.catalog), FILE, CODE)
    report = ScanReport(found, (FILE,), absolute(view.catalog.portal, ""), "")
    return render("scan_example", view, file=FILE, code=CODE, report=FORMATS["text"](report))
