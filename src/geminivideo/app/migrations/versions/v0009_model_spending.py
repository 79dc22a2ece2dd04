"""What campaigns use of language models, so that a later attempt goes on with what is left of the budget."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_UP = """
CREATE TABLE model_spending (
    campaign_id text NOT NULL REFERENCES campaigns,
    attempt integer NOT NULL,
    role text NOT NULL,
    requests integer NOT NULL,
    unpriced_requests integer NOT NULL,
    input_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    cached_tokens bigint NOT NULL,
    cache_written_tokens bigint NOT NULL,
    cost_micros bigint NOT NULL,
    PRIMARY KEY (campaign_id, attempt, role)
);
COMMENT ON COLUMN model_spending.cost_micros IS 'millionths of a US dollar, without that of unpriced_requests';
COMMENT ON COLUMN model_spending.input_tokens IS 'with those read from and written to the provider''s cache';
"""


def upgrade() -> None:
    op.execute(_UP)


def downgrade() -> None:
    op.execute("DROP TABLE model_spending")
