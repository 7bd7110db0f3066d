"""Calls through a published Python client: calls.py CLIENT PORT get|page CALLS. Prints JSON."""

import json
import resource
import sys
import time
from itertools import islice

# As long as the platform makes them.
KEY = "pat.account.0123456789abcdef01234567.ABCDEFGHIJKLMNOPQRST"


def open_api(port):
    from harness_open_api import ApiClient, Configuration, OrganizationApi

    configuration = Configuration()
    configuration.host = f"http://127.0.0.1:{port}"
    configuration.api_key["x-api-key"] = KEY
    api = OrganizationApi(ApiClient(configuration))
    return {
        "get": lambda: api.get_organization("team_7", "account").data.organization.name,
        "page": lambda: len(api.get_organization_list("account", search_term="page", page_size=100).data.content) == 100,
    }


def platform_sdk(port):
    from harness_platform_sdk import HarnessClient
    from harness_platform_sdk.ng_api.organizations import OrganizationsApi

    client = HarnessClient(api_key=KEY, account_id="account", base_url=f"http://127.0.0.1:{port}")
    api = OrganizationsApi(client)
    return {
        "get": lambda: api.get("team_7").name,
        # Its iterator asks for the next page by itself, so that it is stopped after the items of one.
        "page": lambda: len(list(islice(api.list(searchTerm="page"), 100))) == 100,
    }


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main(client, port, case, calls):
    call = {"harness-open-api": open_api, "harness-platform-sdk": platform_sdk}[client](port)[case]
    for _ in range(calls // 10):
        if not call():
            raise SystemExit("the answer was not read")
    wall, used = time.perf_counter(), cpu()
    for _ in range(calls):
        call()
    wall, used = time.perf_counter() - wall, cpu() - used
    print(json.dumps({"cpu_us": used / calls * 1e6, "calls_per_second": calls / wall}))


main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
