"""Every tool of the server, called by the reference client of the Model Context Protocol.

Both ways in say the same: the program on its standard input, and the address of a server.
`cargo xtask test` calls this; by hand: python try.py PROGRAM ADDRESS
"""

import asyncio
import sys
from pathlib import Path

from mcp import Client, StdioServerParameters

CONFIG = Path(__file__).with_name("config.json")

# What is called, with what, and a part of what is answered.
CALLS = [
    ("report", {"gpu": "RTX PRO 6000 Max-Q", "n": 4, "model": "Llama 3.1 405B", "w": "f16"}, "does not fit"),
    ("report", {"query": "gpu=rtx-3090&n=2&model=llama-3.3-70b&w=q4_k_m", "ctx": 8192}, "tokens/s"),
    ("compare", {"builds": ["gpu=rtx-4090", "gpu=rtx-3090&n=2"]}, "RTX 3090"),
    ("find_machines", {"model": "Llama 3.1 8B", "budget": 3000, "cards": 1, "maker": "nvidia"}, "RTX"),
    ("find_models", {"gpu": "rtx-4090"}, "Llama"),
    ("check_claim", {"text": "405B FP16 on 384GB"}, "efuted"),
    ("import_model", {"config": CONFIG.read_text(encoding="utf-8"), "name": "someone/tiny"}, "parameters"),
    ("catalog", {"table": "gpus", "search": "3090"}, "rtx-3090"),
]
# A word that is not known gives no figures, and a tool that there is none of an error.
UNKNOWN = ("report", {"gpu": "abacus"}, "abacus")


def text_of(result):
    return "\n".join(block.text for block in result.content if block.type == "text")


async def tried(way, server):
    answers = []
    async with Client(server) as client:
        listed = (await client.list_tools()).tools
        names = {tool.name for tool in listed}
        assert names == {name for name, *_ in CALLS}, f"{way}: {names}"
        assert all(tool.description for tool in listed), way
        for name, arguments, part in [*CALLS, UNKNOWN]:
            result = await client.call_tool(name, arguments)
            text = text_of(result)
            assert part.lower() in text.lower(), f"{way}: {name} {arguments}: {text}"
            answers.append(text)
    print(f"  {way}: {len(names)} tools, {len(answers)} calls")
    return answers


async def main(program, address):
    stdio = await tried("standard input", StdioServerParameters(command=program, args=["mcp"]))
    http = await tried(address, f"{address}/mcp")
    # Links begin with where the server is; on standard input nobody says where that would be.
    for one, other in zip(stdio, http, strict=True):
        assert one == other.replace(address, ""), f"{one}\n\n{other}"


asyncio.run(main(*sys.argv[1:]))
