-- Who the patient is. At rest the tablespace is encrypted; national identifiers are sealed by the application as well.

CREATE TABLE patient (
    id                  CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version             INT          NOT NULL,
    family_name         VARCHAR(200) NULL,
    second_family_name  VARCHAR(200) NULL,
    given_name          VARCHAR(200) NULL,
    middle_name         VARCHAR(200) NULL,
    preferred_name      VARCHAR(200) NULL,
    name_prefix         VARCHAR(50)  NULL,
    name_suffix         VARCHAR(50)  NULL,
    name_key            VARCHAR(500) NULL COMMENT 'all names folded, for "equal name" only',
    birth_date          DATE         NULL,
    sex                 VARCHAR(10)  NULL,
    language            VARCHAR(35)  NULL,
    interpreter_needed  BOOLEAN      NULL,
    time_zone           VARCHAR(50)  NULL,
    email               VARCHAR(254) NULL,
    deceased            BOOLEAN      NULL,
    addresses           LONGTEXT     NOT NULL,
    contact_preferences LONGTEXT     NULL,
    consents            LONGTEXT     NOT NULL,
    primary_care        LONGTEXT     NULL,
    caregivers          LONGTEXT     NOT NULL,
    recorded            LONGTEXT     NOT NULL COMMENT 'part -> when the value in force was recorded at its source',
    created_at          DATETIME(6)  NOT NULL,
    changed_at          DATETIME(6)  NOT NULL,
    PRIMARY KEY (id),
    KEY patient_birth_date (birth_date, name_key(100))
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One word of a name per row, folded (no accents, lower case): a prefix of any surname or given name finds the person.
CREATE TABLE patient_name (
    token      VARCHAR(80) NOT NULL,
    patient_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (token, patient_id),
    KEY patient_name_patient (patient_id),
    CONSTRAINT patient_name_of FOREIGN KEY (patient_id) REFERENCES patient (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Only trusted assigners identify: trusted_assigner is null for the others, and a unique key lets nulls repeat.
CREATE TABLE patient_identifier (
    id               CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    patient_id       CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    position         INT          NOT NULL,
    assigner         VARCHAR(255) NOT NULL,
    type             VARCHAR(20)  NOT NULL,
    value            VARCHAR(255) NULL COMMENT 'null for national identifiers',
    sealed_value     VARBINARY(1024) NULL COMMENT 'national identifiers',
    value_lookup     VARCHAR(255) NOT NULL COMMENT 'the value, or its keyed hash for national identifiers',
    trusted_assigner VARCHAR(255) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY patient_identifier_trusted (trusted_assigner, value_lookup),
    UNIQUE KEY patient_identifier_once (patient_id, assigner, value_lookup),
    KEY patient_identifier_value (value_lookup),
    CONSTRAINT patient_identifier_of FOREIGN KEY (patient_id) REFERENCES patient (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE patient_phone (
    id         CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    patient_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    position   INT          NOT NULL,
    raw        VARCHAR(100) NOT NULL,
    e164       VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'null: cannot be read, people are told',
    phone_use  VARCHAR(10)  NOT NULL,
    phone_rank INT          NOT NULL,
    PRIMARY KEY (id),
    KEY patient_phone_patient (patient_id),
    KEY patient_phone_e164 (e164),
    CONSTRAINT patient_phone_of FOREIGN KEY (patient_id) REFERENCES patient (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE possible_duplicate (
    id               CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    patient_id       CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    other_patient_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    found_at         DATETIME(6) NOT NULL,
    state            VARCHAR(20) NOT NULL,
    decided_by       VARCHAR(100) NULL,
    decided_at       DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY possible_duplicate_pair (patient_id, other_patient_id),
    KEY possible_duplicate_other (other_patient_id),
    KEY possible_duplicate_state (state, id),
    CONSTRAINT possible_duplicate_one FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT possible_duplicate_two FOREIGN KEY (other_patient_id) REFERENCES patient (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
