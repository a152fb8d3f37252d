"""An equivalent design with orthonormal columns, so that units of the covariates do not matter."""

from dataclasses import dataclass

import numpy as np

from peervej.methods.analysis.arrays import Floats


@dataclass(frozen=True, slots=True)
class OrthogonalDesign:
    """X = QR, and y less its least-squares fit: ``W`` (n, p + 1) is [Q | residuals].

    Restricted likelihood does not change when a multiple of X is taken from y, and changes by
    -log|det R| when X is replaced by Q.
    """

    W: Floats
    R: Floats
    least_squares: Floats
    log_det: float
    outcome_squares: float

    def coefficients(self, gamma: Floats) -> Floats:
        """Coefficients of X, shape (p,), from those of Q."""
        return np.asarray(self.least_squares + np.linalg.solve(self.R, gamma))

    def contrast(self, c: Floats) -> Floats:
        """The same linear combination expressed in the columns of Q, shape (p,)."""
        return np.asarray(np.linalg.solve(self.R.T, c))


def orthogonalise(X: Floats, y: Floats) -> OrthogonalDesign:
    """Make the orthonormal form of design X (n, p), of full rank, and outcome y (n,)."""
    Q, R = np.linalg.qr(X)
    fitted = Q.T @ y
    residuals = y - Q @ fitted
    again = Q.T @ residuals  # one refinement keeps the residuals orthogonal for large means
    residuals = residuals - Q @ again
    return OrthogonalDesign(
        W=np.column_stack([Q, residuals]),
        R=R,
        least_squares=np.linalg.solve(R, fitted + again),
        log_det=float(np.log(np.abs(np.diag(R))).sum()),
        outcome_squares=float(y @ y),
    )
