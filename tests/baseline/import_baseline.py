"""What a person would write in an evening: an export into SQLite's full-text search, all of it in memory.

Reads conversations.json of a ChatGPT export's zip with json.load, walks each conversation from current_node to its root, and inserts every
exchange (a question and the answer to it, with the title and the time) into an FTS5 table. Prints one line of JSON: seconds from opening the zip to
the commit, peak resident memory in MB (10^6 bytes), and what was inserted. `import` of tests/LocalsOnly.Benchmarks runs it beside the host.

usage: import_baseline.py EXPORT.zip DATABASE
"""

import json
import resource
import sqlite3
import sys
import time
import zipfile


def active_path(conversation):
    """Messages from the root to the node last looked at."""
    mapping = conversation.get("mapping") or {}
    node, path, seen = conversation.get("current_node"), [], set()
    while node in mapping and node not in seen:
        seen.add(node)
        if mapping[node].get("message"):
            path.append(mapping[node]["message"])
        node = mapping[node].get("parent")
    return reversed(path)


def text_of(message):
    """What a person saw of a message; empty for tools, instructions and reasoning."""
    content = message.get("content") or {}
    if content.get("content_type") not in ("text", "multimodal_text") or message.get("recipient", "all") != "all":
        return ""
    if (message.get("metadata") or {}).get("is_visually_hidden_from_conversation"):
        return ""
    return "\n\n".join(part for part in content.get("parts") or [] if isinstance(part, str))


def exchanges(conversations):
    for conversation in conversations:
        title = conversation.get("title") or ""
        question, at = "", None
        for message in active_path(conversation):
            text, role = text_of(message), message["author"]["role"]
            if not text or role not in ("user", "assistant"):
                continue
            if role == "user":
                if question:
                    yield title, question, "", at
                question, at = text, message.get("create_time")
            else:
                yield title, question, text, at or message.get("create_time")
                question, at = "", None
        if question:
            yield title, question, "", at


def main(export, database):
    begun = time.perf_counter()
    with zipfile.ZipFile(export) as archive, archive.open("conversations.json") as file:
        conversations = json.load(file)
    connection = sqlite3.connect(database)
    connection.execute("CREATE VIRTUAL TABLE exchanges USING fts5 (title, question, answer, at UNINDEXED)")
    inserted = connection.executemany("INSERT INTO exchanges VALUES (?, ?, ?, ?)", exchanges(conversations)).rowcount
    connection.commit()
    seconds = time.perf_counter() - begun
    # Kilobytes on Linux.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(json.dumps({"seconds": seconds, "peak_mb": peak, "conversations": len(conversations), "exchanges": inserted}))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
