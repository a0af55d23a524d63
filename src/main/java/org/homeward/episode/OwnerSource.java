package org.homeward.episode;

import java.util.UUID;

/** Lets a module say which role owns a step where a table decides it and not the model: the model names a word for it. */
public interface OwnerSource {

    /** The word that stands in the model, such as {@code medication-owner}. */
    String role();

    /** The code of the role that owns what is to be done about a subject now. */
    String ownerOf(UUID subjectId, String teamId);
}
