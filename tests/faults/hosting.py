"""Faults of hosting and publishing."""

from tests.faults.fault import Fault, put

CONFIGURATION = "deploy/nginx.conf"
SERVER = "deploy/nginx/site.conf"
NGINX = ("tests/deploy/test_nginx.py",)

FAULTS = (
    Fault("no-etag", "checkout", put(SERVER, "^", "etag off;\n"), NGINX),
    Fault("untrue-304", "checkout", put(SERVER, "^", "if_modified_since before;\n"), NGINX),
    Fault(
        "no-security-policy",
        "checkout",
        put(CONFIGURATION, "add_header Content-Security-Policy [^\n]*\n", ""),
        NGINX,
    ),
    Fault(
        "feeds-closed-to-other-sites", "checkout", put(CONFIGURATION, r"calendar\|feeds", "calendar"), NGINX
    ),
    Fault(
        "published-before-it-is-verified",
        "source",
        "Publishing lets the new site take the place of the old one before the last look at it.",
        ("tests/site/test_publishing.py",),
    ),
)
