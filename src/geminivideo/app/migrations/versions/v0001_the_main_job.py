"""Campaigns, footage, jobs, videos, events and the model registry.

References between the tables of different contexts stand here and not in the code: a context knows no other one.
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_UP = """
CREATE TABLE event_streams (
    stream_id text PRIMARY KEY,
    last_seq integer NOT NULL
);
COMMENT ON TABLE event_streams IS 'last event number per campaign or footage; its row lock keeps events in order';

CREATE TABLE events (
    stream_id text NOT NULL REFERENCES event_streams,
    seq integer NOT NULL,
    type text NOT NULL,
    at timestamptz NOT NULL,
    payload jsonb NOT NULL,
    PRIMARY KEY (stream_id, seq)
);

CREATE TABLE jobs (
    job_id text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('generate', 'analyze', 'render')),
    subject_id text NOT NULL,
    payload jsonb NOT NULL,
    status text NOT NULL CHECK (status IN ('queued', 'running', 'completed', 'failed', 'cancelled')),
    stage text NOT NULL,
    progress double precision NOT NULL,
    attempt integer NOT NULL,
    crashes integer NOT NULL,
    worker text,
    cancel_requested boolean NOT NULL,
    error jsonb,
    created_at timestamptz NOT NULL,
    sent_at timestamptz NOT NULL,
    lease_expires_at timestamptz,
    finished_at timestamptz
);
CREATE INDEX jobs_subject_idx ON jobs (subject_id, kind);
CREATE INDEX jobs_open_idx ON jobs (status) WHERE status IN ('queued', 'running');
COMMENT ON COLUMN jobs.subject_id IS 'the campaign or footage that the job works for';
COMMENT ON COLUMN jobs.attempt IS 'fencing token: only the worker with the present number may write';

CREATE TABLE campaigns (
    campaign_id text PRIMARY KEY,
    account_id text NOT NULL,
    status text NOT NULL CHECK (status IN ('generating', 'completed', 'failed')),
    brief jsonb NOT NULL,
    footage_ids jsonb NOT NULL,
    statistics jsonb,
    sources jsonb,
    problem jsonb,
    created_at timestamptz NOT NULL,
    completed_at timestamptz,
    generation_seconds double precision
);
CREATE INDEX campaigns_account_idx ON campaigns (account_id);

CREATE TABLE blueprints (
    campaign_id text NOT NULL REFERENCES campaigns,
    blueprint_id text NOT NULL,
    approved boolean NOT NULL,
    rank integer,
    council_score double precision NOT NULL,
    predicted_roas double precision,
    document jsonb NOT NULL,
    evaluation jsonb NOT NULL,
    prediction jsonb,
    PRIMARY KEY (campaign_id, blueprint_id)
);
COMMENT ON COLUMN blueprints.evaluation IS 'the council''s verdict and every turn of reflexion';

CREATE TABLE footage (
    footage_id text PRIMARY KEY,
    account_id text NOT NULL,
    label text NOT NULL,
    sha256 text NOT NULL,
    storage_key text NOT NULL,
    probe jsonb NOT NULL,
    status text NOT NULL CHECK (status IN ('received', 'analyzing', 'ready', 'failed')),
    problem jsonb,
    created_at timestamptz NOT NULL,
    analyzed_at timestamptz,
    CONSTRAINT footage_account_sha256_key UNIQUE (account_id, sha256)
);
CREATE INDEX footage_account_status_idx ON footage (account_id, status);

CREATE TABLE footage_scenes (
    footage_id text NOT NULL REFERENCES footage,
    scene_index integer NOT NULL,
    scene_id text NOT NULL,
    start_seconds double precision NOT NULL,
    end_seconds double precision NOT NULL,
    features jsonb NOT NULL,
    subjects jsonb NOT NULL,
    score double precision NOT NULL,
    reasons jsonb NOT NULL,
    rank integer NOT NULL,
    duplicate_of integer,
    predicted_ctr double precision,
    ctr_interval jsonb,
    problems jsonb NOT NULL,
    PRIMARY KEY (footage_id, scene_index),
    CONSTRAINT footage_scenes_scene_id_key UNIQUE (scene_id)
);

CREATE TABLE videos (
    video_id text PRIMARY KEY,
    campaign_id text NOT NULL REFERENCES campaigns,
    job_id text NOT NULL REFERENCES jobs,
    blueprint_id text NOT NULL,
    platform text NOT NULL,
    quality text NOT NULL,
    duration_seconds double precision NOT NULL,
    file_size_bytes bigint NOT NULL,
    video_key text NOT NULL,
    thumbnail_key text NOT NULL,
    plan_key text NOT NULL,
    hook_text text NOT NULL,
    cta_text text NOT NULL,
    council_score double precision,
    predicted_roas double precision,
    report jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT videos_job_id_key UNIQUE (job_id),
    FOREIGN KEY (campaign_id, blueprint_id) REFERENCES blueprints
);
CREATE INDEX videos_campaign_idx ON videos (campaign_id, created_at);

CREATE TABLE model_registry (
    model_id text PRIMARY KEY,
    name text NOT NULL,
    version integer NOT NULL,
    stage text NOT NULL CHECK (stage IN ('champion', 'challenger', 'archived')),
    metrics jsonb NOT NULL,
    feature_schema jsonb NOT NULL,
    data_fingerprint text NOT NULL,
    artifact_key text NOT NULL,
    artifact_sha256 text NOT NULL,
    trained_at timestamptz NOT NULL,
    promoted_at timestamptz,
    reason text NOT NULL,
    CONSTRAINT model_registry_name_version UNIQUE (name, version)
);
CREATE UNIQUE INDEX model_registry_one_champion ON model_registry (name) WHERE stage = 'champion';
"""

_DOWN = """
DROP TABLE model_registry, videos, footage_scenes, footage, blueprints, campaigns, jobs, events, event_streams;
"""


def upgrade() -> None:
    op.execute(_UP)


def downgrade() -> None:
    op.execute(_DOWN)
