"""Schemathesis sends what the description allows and what it forbids: no 5xx, and every answer as described."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.schemas import OpenApiSchema

from verify_site.api_v1.operations import OPERATIONS, Operation

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
FIXED = settings(
    max_examples=20, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
ASKED = [operation for operation in OPERATIONS if operation.request is not None]


@pytest.fixture(scope="module")
def description(site: Flask) -> OpenApiSchema:
    """The description of a site without limits, read as any client reads it."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json?lang=en", site)


def fuzz(description: OpenApiSchema, operation: Operation, mode: GenerationMode, checks: list[CheckFunction]) -> None:
    described = description[operation.path][operation.method]

    @given(case=described.as_strategy(generation_mode=mode))
    @FIXED
    def ask(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(headers={"Accept": "application/json"}, checks=checks)

    ask()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_what_the_description_allows_is_answered_as_described(description: OpenApiSchema, operation: Operation) -> None:
    fuzz(description, operation, GenerationMode.POSITIVE, CHECKS)


@pytest.mark.parametrize("operation", ASKED, ids=lambda operation: operation.id)
def test_what_the_description_forbids_is_refused_as_described(description: OpenApiSchema, operation: Operation) -> None:
    # A batch answers 200 and has the refusal in the place of the item.
    rejected = [] if operation.id == "verifyBatch" else [negative_data_rejection]
    fuzz(description, operation, GenerationMode.NEGATIVE, [*CHECKS, *rejected])
