# SPDX-License-Identifier: Apache-2.0
"""The figures as a picture: calls a second by size of the directory, on a logarithmic scale, with
what a stock Nextcloud 32 does on such a machine."""
import math

# Calls a second of Nextcloud 32 (php-fpm, opcache with JIT, APCu, PostgreSQL; app password).
NEXTCLOUD = {"get": 4.2, "get_app": 47, "list": 60, "details": 18, "edit": 25, "create": 4,
             "delete": 26}
LABELS = {"get": "GET a user, account password", "get_app": "GET a user, app password",
          "list": "list of 25", "details": "details of 25", "edit": "edit of one field",
          "create": "create, cheapest hash", "delete": "delete"}
COLOURS = ("#9db7d5", "#6f97c4", "#4376ae", "#1d4f8b")
LEFT, WIDTH, BAR, GAP = 220, 560, 11, 16
LEAST, MOST = 1, 100_000


def place(value):
    span = math.log10(MOST / LEAST)
    return LEFT + WIDTH * max(0, math.log10(max(value, LEAST) / LEAST)) / span


def text(x, y, words, anchor="start", colour="#333"):
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" fill="{colour}">{words}</text>'


def bar(y, value, colour, words):
    width = place(value) - LEFT
    return (f'<rect x="{LEFT}" y="{y:.0f}" width="{width:.1f}" height="{BAR - 2}" '
            f'fill="{colour}"/>' + text(LEFT + width + 4, y + BAR - 3, words))


def draw(results, path):
    calls = [call for call in LABELS if any(call in rows for rows in results.values())]
    sizes = sorted(results)
    height = 60 + len(calls) * (BAR * (len(sizes) + 1) + GAP)
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 90}" '
             f'height="{height}" font-family="sans-serif" font-size="11">',
             f'<rect width="100%" height="100%" fill="white"/>',
             text(10, 20, "Calls a second, server on one core (logarithmic)")]
    x = LEFT
    for size, colour in zip(sizes, COLOURS):
        lines.append(f'<rect x="{x}" y="28" width="10" height="10" fill="{colour}"/>')
        lines.append(text(x + 14, 37, f"{size:,} accounts"))
        x += 120
    lines.append(f'<rect x="{x}" y="28" width="10" height="10" fill="#d08b5b"/>')
    lines.append(text(x + 14, 37, "Nextcloud"))
    y = 56
    for call in calls:
        lines.append(text(LEFT - 8, y + BAR * (len(sizes) + 1) / 2 + 4, LABELS[call], "end"))
        for size, colour in zip(sizes, COLOURS):
            row = results[size].get(call)
            if row:
                lines.append(bar(y, row["per_second"], colour, f"{row['per_second']:,.0f}"))
            y += BAR
        lines.append(bar(y, NEXTCLOUD[call], "#d08b5b", f"{NEXTCLOUD[call]:g}"))
        y += BAR + GAP
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join([*lines, "</svg>"]) + "\n")
