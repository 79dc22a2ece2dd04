"""Models of single accounts, and every prediction that was made."""

from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None

_UP = """
ALTER TABLE model_registry ADD COLUMN account_id text;
COMMENT ON COLUMN model_registry.account_id IS 'NULL: answers for every account that has no model of its own';
-- The primary key holds name, account and version already.
ALTER TABLE model_registry DROP CONSTRAINT model_registry_name_version;
DROP INDEX model_registry_one_champion;
CREATE UNIQUE INDEX model_registry_one_champion ON model_registry (name)
    WHERE stage = 'champion' AND account_id IS NULL;
CREATE UNIQUE INDEX model_registry_one_champion_of_account ON model_registry (name, account_id)
    WHERE stage = 'champion' AND account_id IS NOT NULL;

CREATE TABLE predictions (
    prediction_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    model_id text NOT NULL,
    name text NOT NULL,
    account_id text NOT NULL,
    subject text NOT NULL,
    features jsonb NOT NULL,
    schema_version integer NOT NULL,
    score double precision NOT NULL,
    predicted double precision NOT NULL,
    low double precision NOT NULL,
    high double precision NOT NULL
);
CREATE INDEX predictions_subject_idx ON predictions (account_id, name, subject);
COMMENT ON TABLE predictions IS 'what was predicted of what, for comparison with what became of it';
COMMENT ON COLUMN predictions.subject IS 'campaign/blueprint, footage/scene, or the id that a request gave';
"""

_DOWN = """
DROP TABLE predictions;
DELETE FROM model_registry WHERE account_id IS NOT NULL;
DROP INDEX model_registry_one_champion, model_registry_one_champion_of_account;
ALTER TABLE model_registry DROP COLUMN account_id;
ALTER TABLE model_registry ADD CONSTRAINT model_registry_name_version UNIQUE (name, version);
CREATE UNIQUE INDEX model_registry_one_champion ON model_registry (name) WHERE stage = 'champion';
"""


def upgrade() -> None:
    op.execute(_UP)


def downgrade() -> None:
    op.execute(_DOWN)
