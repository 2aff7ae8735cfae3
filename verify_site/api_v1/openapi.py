"""The description of the API as OpenAPI 3.1, written from `operations`, the shapes, and the table of problems.

document(spoken("zh"), "https://zc.example")        -> a dict to be sent as JSON
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, get_args

from pydantic import ConfigDict, TypeAdapter, with_config

from verify_site.api_v1.operations import OPERATIONS, Operation
from verify_site.api_v1.shapes import MOST, Problem
from verify_site.language import N_, Speech
from verify_site.problems import PROBLEMS

VERSION = "1.0"
TITLE = N_("职称证书核验接口")
ABOUT = N_(
    "供用人单位的系统核验职称证书。查询免费；不用密钥时按网络限制次数，用发证机关发的密钥时按密钥的配额。"
    "服务器之间使用，不开放跨域访问（CORS）。"
)
KEY = N_("发证机关发给用人单位的密钥：Authorization: Bearer zs_…")
LIMIT = N_("各窗口的上限和秒数（draft-ietf-httpapi-ratelimit-headers）")
LEFT = N_("各窗口剩余的次数和恢复前的秒数")
RETRY = N_("再过多少秒可以重试")
ANSWERED = N_("得出了结论")
UNKNOWN = N_("结论是 status_unknown：登记库没有应答，不说明证书有问题")
HEADERS: dict[str, tuple[str, dict[str, Any]]] = {
    "RateLimit": (LEFT, {"type": "string"}),
    "RateLimit-Policy": (LIMIT, {"type": "string"}),
    "Retry-After": (RETRY, {"type": "integer", "minimum": 0}),
    "Verdict": (N_("核验的结论"), {"type": "string", "enum": ["valid", "replaced", "revoked", "corrected"]}),
    "Content-Location": (
        N_("回执二维码背后的网址；以 JSON 读取它，得到回执所载的内容和现在的状态"),
        {"type": "string"},
    ),
}
"""What the headers of answers say, and the schemas of their values."""
JSON, PROBLEM = "application/json", "application/problem+json"
_REFERENCES = "#/components/schemas/{model}"
_SLUGS = {problem.slug: problem for problem in PROBLEMS.values()}


@lru_cache(maxsize=4)
def document(speech: Speech, origin: str) -> dict[str, Any]:
    """The whole description in one language."""
    schemas, definitions = _schemas(speech)
    text = speech.text
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation, schemas, speech)
    return {
        "openapi": "3.1.0",
        "info": {"title": text(TITLE), "version": VERSION, "description": text(ABOUT)},
        "servers": [{"url": origin}],
        "paths": paths,
        "components": {
            "schemas": definitions,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": text(KEY)}},
            "headers": {name: {"description": text(zh), "schema": schema} for name, (zh, schema) in HEADERS.items()},
        },
    }


def _schemas(speech: Speech) -> tuple[dict[tuple[str, str], Any], dict[str, Any]]:
    """Each operation's request and answer, and the shapes that they refer to."""
    adapters: list[tuple[tuple[str, str], Any, TypeAdapter[Any]]] = []
    for operation in OPERATIONS:
        if operation.request is not None:
            for shape in get_args(operation.request) or (operation.request,):
                _close(shape)
            adapters.append(((operation.id, "request"), "validation", TypeAdapter(operation.request)))
        adapters.append(((operation.id, "answer"), "serialization", TypeAdapter(operation.answer)))
    adapters.append((("", "problem"), "serialization", TypeAdapter(Problem)))
    found, shared = TypeAdapter.json_schemas(
        [(key, mode, adapter) for key, mode, adapter in adapters], ref_template=_REFERENCES
    )
    definitions = shared["$defs"]
    for name, schema in definitions.items():
        # What stands there is the class's docstring; the words for readers are at the members.
        definitions[name] = _worded({**schema, "description": ""}, speech)
    return {key: _worded(schema, speech) for (key, _), schema in found.items()}, definitions


def _close(shape: Any) -> None:
    """Let the description of a request forbid members that it does not name, as the reading does."""
    for inner in get_args(shape):
        _close(inner)
    if isinstance(shape, type) and hasattr(shape, "__required_keys__"):
        with_config(ConfigDict(extra="forbid"))(shape)


def _worded(schema: Any, speech: Speech) -> Any:
    """A schema with its words in one language, and without pydantic's titles."""
    if isinstance(schema, list):
        return [_worded(each, speech) for each in schema]
    if not isinstance(schema, dict):
        return schema
    worded = {
        keyword: {name: _worded(each, speech) for name, each in value.items()}
        if keyword == "properties"
        else _worded(value, speech)
        for keyword, value in schema.items()
        if keyword not in ("title", "description", MOST)
    }
    if schema.get("description"):
        said = speech.text(schema["description"])
        worded["description"] = said % {"most": schema[MOST]} if MOST in schema else said
    return worded


def _operation(operation: Operation, schemas: dict[tuple[str, str], Any], speech: Speech) -> dict[str, Any]:
    text = speech.text
    described: dict[str, Any] = {
        "operationId": operation.id,
        "summary": text(operation.summary),
        "description": text(operation.description),
        "parameters": [
            {
                "name": each.name,
                "in": each.place,
                "required": each.place == "path",
                "description": text(each.zh),
                "schema": each.schema,
            }
            for each in operation.parameters
        ],
        "responses": _responses(operation, schemas, speech),
    }
    if operation.keyed:
        described["security"] = [{}, {"key": []}]
    if operation.request is not None:
        asked = schemas[operation.id, "request"]
        described["requestBody"] = {"required": True, "content": {JSON: {"schema": asked}}}
    return described


def _responses(operation: Operation, schemas: dict[tuple[str, str], Any], speech: Speech) -> dict[str, Any]:
    answer = {JSON: {"schema": schemas[operation.id, "answer"]}}
    names = (*(("RateLimit", "RateLimit-Policy") if operation.keyed else ()), *operation.headers)
    content = dict(answer) if operation.file is None else {operation.file: {}}
    responses: dict[str, Any] = {
        "200": {
            "description": speech.text(ANSWERED),
            "headers": {name: _header(name) for name in names},
            "content": content,
        }
    }
    for status in operation.answer_problems:
        responses[str(status)] = {
            "description": speech.text(UNKNOWN),
            "headers": {"Retry-After": _header("Retry-After")},
            "content": {**answer, **_problem(schemas)},
        }
    for slug in operation.problems:
        problem = _SLUGS[slug]
        told = f"{slug}: {speech.text(problem.title)}"
        known = responses.setdefault(str(problem.status), {"description": "", "content": _problem(schemas)})
        known["description"] = "; ".join(filter(None, (known["description"], told)))
        if problem.status in (429, 503):
            known["headers"] = {"Retry-After": _header("Retry-After")}
    return dict(sorted(responses.items()))


def _problem(schemas: dict[tuple[str, str], Any]) -> dict[str, Any]:
    return {PROBLEM: {"schema": schemas["", "problem"]}}


def _header(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/headers/{name}"}
