"""Turn a GeoJSON of the city's divisions into the small outline file the maps are drawn from.

Usage: python tools/map_outline.py CITY.geojson src/huizhi/web/outline/weihai.json
"""

import json
import math
import sys
from pathlib import Path

WIDTH = 360
TOLERANCE = 0.55  # drawing units
SMALLEST = 3.0  # square drawing units; smaller islands are left out


def distance(point, start, end):
    """Distance of a point from the line through start and end."""
    (px, py), (sx, sy), (ex, ey) = point, start, end
    length = math.hypot(ex - sx, ey - sy)
    if length == 0:
        return math.hypot(px - sx, py - sy)
    return abs((ey - sy) * px - (ex - sx) * py + ex * sy - ey * sx) / length


def simplify(points):
    """Douglas-Peucker."""
    if len(points) < 3:
        return points
    index, worst = max(
        ((i, distance(points[i], points[0], points[-1])) for i in range(1, len(points) - 1)), key=lambda pair: pair[1]
    )
    if worst <= TOLERANCE:
        return [points[0], points[-1]]
    return simplify(points[: index + 1])[:-1] + simplify(points[index:])


def area(points):
    """Twice-signed area halved, absolute."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))) / 2


def middle(points):
    """The centre of gravity of a ring: where its name is written."""
    whole, x, y = 0.0, 0.0, 0.0
    for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True):
        cross = ax * by - bx * ay
        whole, x, y = whole + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    return x / (3 * whole), y / (3 * whole)


def rings(geometry):
    """Outer rings of a Polygon or MultiPolygon."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [polygon[0] for polygon in polygons]


def outline(collection):
    """{"width", "height", "divisions": [{"code", "path", "label": [x, y]}]} in drawing units."""
    every = [point for feature in collection["features"] for ring in rings(feature["geometry"]) for point in ring]
    west, east = min(p[0] for p in every), max(p[0] for p in every)
    south, north = min(p[1] for p in every), max(p[1] for p in every)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * squeeze)

    def project(point):
        return (point[0] - west) * squeeze * scale, (north - point[1]) * scale

    divisions = []
    for feature in sorted(collection["features"], key=lambda f: str(f["id"])):
        paths = []
        for ring in rings(feature["geometry"]):
            drawn = [project(point) for point in ring]
            if area(drawn) < SMALLEST:
                continue
            half = len(drawn) // 2
            kept = simplify(drawn[: half + 1])[:-1] + simplify(drawn[half:])[:-1]
            paths.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z")
        x, y = middle(max(([project(p) for p in ring] for ring in rings(feature["geometry"])), key=area))
        divisions.append({"code": str(feature["id"]), "path": "".join(paths), "label": [round(x), round(y)]})
    return {"width": WIDTH, "height": math.ceil((north - south) * scale), "divisions": divisions}


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:3])
    result = outline(json.loads(source.read_text(encoding="utf-8")))
    target.write_text(json.dumps(result, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(target, target.stat().st_size, "bytes")
