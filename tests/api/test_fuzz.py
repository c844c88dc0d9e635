"""Whatever is sent, the answer is never a fault of ours."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.served import Served

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
NEAR_MISS = st.fixed_dictionaries(
    {"query": st.text(max_size=1100) | ANY_JSON}, optional={"limit": st.integers() | ANY_JSON, "extra": ANY_JSON}
)
relaxed = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@relaxed
@given(body=NEAR_MISS | ANY_JSON)
def test_any_json(server: Served, body: object) -> None:
    content = json.dumps(body, ensure_ascii=True).encode()
    response = server.http.post(
        "/api/v1/clients/acme/search", content=content, headers={"content-type": "application/json"}
    )
    assert response.status_code in (200, 400)
    assert response.json()


@relaxed
@given(body=st.binary(max_size=200))
def test_any_bytes(server: Served, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    assert server.http.post("/api/v1/clients/acme/search", content=body, headers=headers).status_code == 400
    assert server.http.post("/c/acme", content=body).status_code == 200


@relaxed
@given(path=st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="?#"), max_size=60))
def test_any_path(server: Served, path: str) -> None:
    for prefix in ("/", "/c/", "/c/acme/a/", "/api/v1/clients/", "/api/v1/clients/acme/articles/", "/assets/"):
        response = server.http.get(prefix + path)
        assert response.status_code in (200, 301, 400, 404, 405), (prefix + path, response.text)
