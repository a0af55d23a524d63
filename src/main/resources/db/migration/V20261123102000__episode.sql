-- What happened, as it was told. Never updated, never deleted.
CREATE TABLE visit_fact (
    id              CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    source_facility VARCHAR(64) NULL,
    visit_number    VARCHAR(64) NULL,
    patient_id      CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    type            VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    occurred_at     DATETIME(6) NOT NULL,
    recorded_at     DATETIME(6) NOT NULL,
    source          VARCHAR(255) NOT NULL,
    payload         LONGTEXT NOT NULL,
    -- SHA-256 of visit, patient, moment and payload: the same fact told twice is one row
    content_hash    CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY visit_fact_content (content_hash),
    KEY visit_fact_visit (source_facility, visit_number),
    KEY visit_fact_patient (patient_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Which records are one patient; its rows are what writers of facts queue for.
CREATE TABLE fact_patient (
    patient_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    group_id   CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (patient_id),
    KEY fact_patient_group (group_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE fact_visit (
    source_facility VARCHAR(64) NOT NULL,
    visit_number    VARCHAR(64) NOT NULL,
    PRIMARY KEY (source_facility, visit_number)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE episode (
    id                  CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind                VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    patient_id          CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    source_facility     VARCHAR(64) NOT NULL,
    visit_number        VARCHAR(64) NOT NULL,
    -- 1, and one more for each successor that a retraction after the end has started
    sequence            INT NOT NULL,
    organization_id     VARCHAR(64) NOT NULL,
    team_id             VARCHAR(64) NOT NULL,
    owner_basis         CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    care_manager        VARCHAR(64) NULL,
    stage               VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    outcome             VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    reason              VARCHAR(500) NOT NULL,
    verdict_decision    VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    verdict_reason      VARCHAR(500) NOT NULL,
    verdict_rule        VARCHAR(200) NOT NULL,
    verdict_source      VARCHAR(500) NOT NULL,
    verdict_flags       VARCHAR(200) NOT NULL,
    discharged_at       DATETIME(6) NOT NULL,
    received_at         DATETIME(6) NOT NULL,
    zone                VARCHAR(64) NOT NULL,
    tier                VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    tier_incomplete     BOOLEAN NOT NULL,
    process_instance_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    -- the stage that the running process last asked for
    assessed_stage      VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    predecessor_id      CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    successor_id        CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    opened_at           DATETIME(6) NOT NULL,
    carried_out_from    DATETIME(6) NULL,
    ended_at            DATETIME(6) NULL,
    version             INT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY episode_visit (source_facility, visit_number, sequence),
    KEY episode_patient (patient_id),
    KEY episode_team_stage (team_id, stage),
    KEY episode_process (process_instance_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Every aggregate that is the subject of a process or a task, and the episode it belongs to.
CREATE TABLE episode_subject (
    subject_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    episode_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind       VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (subject_id),
    KEY episode_subject_episode (episode_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE duty (
    id          CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    episode_id  CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind        VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    order_key   VARCHAR(255) NOT NULL,
    planned     BOOLEAN NOT NULL,
    ordered_at  DATETIME(6) NOT NULL,
    description VARCHAR(1000) NOT NULL,
    due_by      DATE NULL,
    with_whom   VARCHAR(255) NULL,
    status      VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    taken_up    BOOLEAN NOT NULL,
    outcome     VARCHAR(1000) NULL,
    receiver    VARCHAR(255) NULL,
    closed_at   DATETIME(6) NULL,
    closed_by   VARCHAR(64) NULL,
    evidence    LONGTEXT NULL,
    version     INT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY duty_order (episode_id, kind, order_key)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- One row in force for each accepted discharge, also for those that start nothing.
CREATE TABLE disposition_decision (
    id              CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    source_facility VARCHAR(64) NOT NULL,
    visit_number    VARCHAR(64) NOT NULL,
    decision        VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reason          VARCHAR(500) NOT NULL,
    rule            VARCHAR(200) NOT NULL,
    source          VARCHAR(500) NOT NULL,
    flags           VARCHAR(200) NOT NULL,
    episode_id      CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    decided_at      DATETIME(6) NOT NULL,
    superseded_at   DATETIME(6) NULL,
    -- 1 or null, so that the key allows one in force and any number of earlier ones
    in_force        TINYINT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY disposition_decision_in_force (source_facility, visit_number, in_force),
    KEY disposition_decision_episode (episode_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE episode_timeline (
    id         CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    episode_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    at         DATETIME(6) NOT NULL,
    kind       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    words      VARCHAR(1000) NOT NULL,
    actor      VARCHAR(64) NOT NULL,
    ref        VARCHAR(128) NULL,
    PRIMARY KEY (id),
    KEY episode_timeline_episode (episode_id, at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
