"""The little of HiGHS that the lottery uses, with its settings fixed before the first run."""

import os
from collections.abc import Sequence

import highspy
import numpy as np
from numpy.typing import NDArray

INFINITY = highspy.kHighsInf
SOLVED = highspy.HighsModelStatus.kOptimal
IMPOSSIBLE = frozenset(
    {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}
)


def _highs() -> highspy.Highs:
    """Return a solver. The first of a process prints a banner, whatever its options: not to us."""
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        return highspy.Highs()  # type: ignore[no-untyped-call]
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def version() -> str:
    return f"HiGHS {_highs().version()}"


class Model:
    """A linear or integer program that can be changed and solved again."""

    def __init__(self) -> None:
        self._highs = _highs()
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 1e-9),
            ("primal_feasibility_tolerance", 1e-10),
            ("dual_feasibility_tolerance", 1e-10),
        ):
            self._highs.setOptionValue(name, value)

    def __len__(self) -> int:
        return int(self._highs.getNumRow())

    def maximise(self) -> None:
        self._highs.changeObjectiveSense(highspy.ObjSense.kMaximize)

    def add_row(
        self, low: float, high: float, columns: Sequence[int] = (), values: Sequence[float] = ()
    ) -> None:
        self._highs.addRow(
            low,
            high,
            len(columns),
            np.asarray(columns, dtype=np.int32),
            np.asarray(values, dtype=float),
        )

    def add_column(
        self,
        cost: float,
        low: float,
        high: float,
        rows: Sequence[int] | NDArray[np.intp] = (),
        values: Sequence[float] | NDArray[np.float64] = (),
        *,
        integer: bool = False,
    ) -> None:
        self._highs.addCol(
            cost,
            low,
            high,
            len(rows),
            np.asarray(rows, dtype=np.int32),
            np.asarray(values, dtype=float),
        )
        if integer:
            self._highs.changeColIntegrality(
                self._highs.getNumCol() - 1, highspy.HighsVarType.kInteger
            )

    def add_columns(self, count: int) -> None:
        """Add columns of at least 0 that cost nothing and stand in no row yet."""
        empty = np.zeros(0, dtype=np.int32)
        low, high = np.zeros(count), np.full(count, INFINITY)
        starts = np.zeros(count, dtype=np.int32)
        self._highs.addCols(count, low, low, high, 0, starts, empty, np.zeros(0))

    def set_coefficient(self, row: int, column: int, value: float) -> None:
        self._highs.changeCoeff(row, column, value)

    def set_row(self, row: int, low: float, high: float) -> None:
        self._highs.changeRowBounds(row, low, high)

    def set_rows(self, low: NDArray[np.float64], high: NDArray[np.float64]) -> None:
        """Give every row new limits at once."""
        every = np.arange(len(low), dtype=np.int32)
        self._highs.changeRowsBounds(len(low), every, low, high)  # type: ignore[attr-defined]

    def set_column(self, column: int, low: float, high: float) -> None:
        self._highs.changeColBounds(column, low, high)

    def set_costs(self, costs: NDArray[np.float64]) -> None:
        self._highs.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)

    def solve(self) -> bool:
        """Solve; return False if it has no solution. Raise RuntimeError if HiGHS gives up."""
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == SOLVED:
            return True
        if status in IMPOSSIBLE:
            return False
        raise RuntimeError(f"HiGHS stopped: {self._highs.modelStatusToString(status)}")

    def solve_near(self, target: float, nodes: int) -> bool:
        """Minimise an integer program only down to `target`, over at most so many nodes.

        Return whether any solution was found; it need not be the best.
        """
        self._highs.setOptionValue("objective_target", target)
        self._highs.setOptionValue("mip_max_nodes", nodes)
        self._highs.run()
        return int(self._highs.getInfo().primal_solution_status) == int(
            highspy.SolutionStatus.kSolutionStatusFeasible
        )

    @property
    def value(self) -> float:
        return float(self._highs.getInfo().objective_function_value)

    @property
    def columns(self) -> NDArray[np.float64]:
        return np.array(self._highs.getSolution().col_value)

    @property
    def dual_ray(self) -> NDArray[np.float64]:
        """Return, for a program without solution, prices of rows that show it, up to their sign."""
        self._highs.setOptionValue("presolve", "off")
        self._highs.clearSolver()
        self._highs.run()
        ray = np.array(self._highs.getDualRay()[2], dtype=np.float64)  # type: ignore[attr-defined]
        self._highs.setOptionValue("presolve", "choose")
        return ray

    @property
    def row_duals(self) -> NDArray[np.float64]:
        return np.array(self._highs.getSolution().row_dual)


def panel_model(
    rows: NDArray[np.int64],
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    sizes: NDArray[np.int64],
    seats: int,
) -> Model:
    """Return the integer program whose solutions are the possible panels, class by class."""
    model = Model()
    model.maximise()
    for at_least, at_most in zip(low, high, strict=True):
        model.add_row(float(at_least), float(at_most))
    model.add_row(float(seats), float(seats))
    for number, size in enumerate(sizes):
        on = np.flatnonzero(rows[:, number])
        places = np.append(on, len(rows))
        model.add_column(0.0, 0.0, float(size), places, np.ones(len(places)), integer=True)
    return model
