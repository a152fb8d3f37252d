"""Figures as SVG that stands alone: no style sheet, no style attribute, no outside address."""

from peervej.report.figures.courses import CoursePoint, draw_courses
from peervej.report.figures.flow import FlowBox, draw_flow
from peervej.report.figures.forest import ForestRow, Panel, draw_forest

__all__ = [
    "CoursePoint",
    "FlowBox",
    "ForestRow",
    "Panel",
    "draw_courses",
    "draw_flow",
    "draw_forest",
]
