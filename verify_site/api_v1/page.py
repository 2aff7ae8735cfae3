"""The description of the API, as OpenAPI for programs and as a page for people; both are one document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, cast

from flask import Response, current_app, request

from verify_site.api_v1.openapi import document
from verify_site.language import chosen
from verify_site.rendering import Renderer, asset, page
from verify_site.service import service


class Member(NamedTuple):
    """One member of an object: its name, its type in words, whether it must be there, and what it means."""

    name: str
    kind: str
    required: bool
    description: str
    values: list[str]


def openapi_json() -> Response:
    """OpenAPI 3.1."""
    told = document(chosen(request.args), service().address.origin)
    return Response(json.dumps(told, ensure_ascii=False), content_type="application/json")


def described() -> Response:
    """The same for people, without a script."""
    speech = chosen(request.args)
    told = document(speech, service().address.origin)
    other = chosen({"lang": "en"} if speech.language == "zh" else {})
    html = cast(Renderer, current_app.extensions["renderer"])(
        "api_v1/page.html",
        speech,
        switch={"path": other.link("/api"), "tag": other.tag, "fields": None},
        info=told["info"],
        origin=told["servers"][0]["url"],
        key=told["components"]["securitySchemes"]["key"]["description"],
        operations=list(_operations(told)),
        shapes=_shapes(told),
        styles=asset("api.css"),
    )
    return page(html)


def _operations(told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            body = operation.get("requestBody")
            given = operation["responses"]["200"]["content"]
            yield {
                "method": method.upper(),
                "path": path,
                **operation,
                "takes": _names(body["content"]["application/json"]["schema"]) if body else [],
                "gives": _names(given["application/json"]["schema"]) if "application/json" in given else [],
                "file": next((kind for kind in given if kind != "application/json"), None),
                "several": bool(body) and body["content"]["application/json"]["schema"].get("type") == "array",
            }


def _shapes(told: Mapping[str, Any]) -> dict[str, list[Member]]:
    """Every shape that has members, with them."""
    schemas = told["components"]["schemas"]
    return {
        name: [
            Member(
                member,
                _kind(schema),
                member in shape.get("required", ()),
                schema.get("description", ""),
                _values(schema, schemas),
            )
            for member, schema in shape["properties"].items()
        ]
        for name, shape in schemas.items()
        if "properties" in shape
    }


def _names(schema: Mapping[str, Any]) -> list[str]:
    """The shapes that a schema refers to."""
    if "$ref" in schema:
        return [schema["$ref"].rpartition("/")[2]]
    inner = [*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else [])]
    return [name for each in inner for name in _names(each)]


def _kind(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " | ".join(_kind(each) for each in schema["anyOf"])
    if "items" in schema:
        return f"[{_kind(schema['items'])}]"
    return str(schema.get("format") or schema.get("type") or "any")


def _values(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> list[str]:
    """The values of a closed list, wherever it stands."""
    if "enum" in schema:
        return list(schema["enum"])
    inner = [*schema.get("anyOf", ()), *([schemas[name] for name in _names(schema)] if "$ref" in schema else [])]
    return [value for each in inner for value in _values(each, schemas)] if inner else []
