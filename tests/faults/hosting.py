"""Faults of hosting and publishing."""

from tests.faults.fault import Fault, put

ANSWERS = "deploy/nginx/answers.conf"
NGINX = ("tests/deploy/test_nginx.py",)
VALIDATORS = ("tests/deploy/test_validators.py",)

FAULTS = (
    Fault("no-etag", "checkout", put(ANSWERS, r"add_header ETag [^\n]*\n", ""), VALIDATORS),
    Fault("untrue-304", "checkout", put(ANSWERS, r"default \$is_named;", "default 1;"), VALIDATORS),
    Fault(
        "no-security-policy",
        "site",
        put(".hosting/nginx-http.conf", "add_header Content-Security-Policy [^\n]*\n", ""),
        NGINX,
    ),
    Fault(
        "feeds-closed-to-other-sites",
        "site",
        put(".hosting/nginx-http.conf", '"feeds" "\\*"', '"feeds" ""'),
        NGINX,
    ),
    Fault(
        "published-before-it-is-verified",
        "source",
        "Publishing lets the new site take the place of the old one before the last look at it.",
        ("tests/site/test_publishing.py",),
    ),
)
