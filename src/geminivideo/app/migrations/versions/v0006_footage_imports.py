"""Footage that is fetched from elsewhere: promises of it, and the jobs that keep them."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_UP = """
CREATE TABLE footage_imports (
    footage_id text PRIMARY KEY,
    account_id text NOT NULL,
    job_id text NOT NULL REFERENCES jobs,
    source jsonb NOT NULL,
    status text NOT NULL
        CONSTRAINT footage_imports_status_check CHECK (status IN ('importing', 'imported', 'failed', 'cancelled')),
    problem jsonb,
    became text REFERENCES footage,
    created_at timestamptz NOT NULL
);
CREATE INDEX footage_imports_became_idx ON footage_imports (became);
COMMENT ON COLUMN footage_imports.footage_id IS 'the id that was promised; the footage has it unless it was known';
COMMENT ON COLUMN footage_imports.became IS 'the footage that it is now: of this id, or older with the same bytes';
ALTER TABLE jobs DROP CONSTRAINT jobs_kind_check;
ALTER TABLE jobs ADD CONSTRAINT jobs_kind_check CHECK (kind IN ('generate', 'analyze', 'render', 'import'));
"""

_DOWN = """
DROP TABLE footage_imports;
DELETE FROM jobs WHERE kind = 'import';
ALTER TABLE jobs DROP CONSTRAINT jobs_kind_check;
ALTER TABLE jobs ADD CONSTRAINT jobs_kind_check CHECK (kind IN ('generate', 'analyze', 'render'));
"""


def upgrade() -> None:
    op.execute(_UP)


def downgrade() -> None:
    op.execute(_DOWN)
