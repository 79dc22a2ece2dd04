"""What each look at an account's results came to, and the jobs that look."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_UP = """
CREATE TABLE account_lessons (
    job_id text NOT NULL REFERENCES jobs,
    name text NOT NULL,
    account_id text NOT NULL,
    at timestamptz NOT NULL,
    ads integer NOT NULL,
    made_here integer NOT NULL,
    words text NOT NULL,
    model_id text REFERENCES model_registry,
    promoted boolean NOT NULL,
    PRIMARY KEY (job_id, name)
);
CREATE INDEX account_lessons_account_idx ON account_lessons (account_id, at);
COMMENT ON TABLE account_lessons IS 'what the results of an account taught, or why they taught nothing';
COMMENT ON COLUMN account_lessons.ads IS 'ads whose results were in';
COMMENT ON COLUMN account_lessons.made_here IS 'those of them that were made from a blueprint';
ALTER TABLE jobs DROP CONSTRAINT jobs_kind_check;
ALTER TABLE jobs ADD CONSTRAINT jobs_kind_check CHECK (kind IN ('generate', 'analyze', 'render', 'import', 'learn'));
"""

_DOWN = """
DROP TABLE account_lessons;
DELETE FROM jobs WHERE kind = 'learn';
ALTER TABLE jobs DROP CONSTRAINT jobs_kind_check;
ALTER TABLE jobs ADD CONSTRAINT jobs_kind_check CHECK (kind IN ('generate', 'analyze', 'render', 'import'));
"""


def upgrade() -> None:
    op.execute(_UP)


def downgrade() -> None:
    op.execute(_DOWN)
