package org.homeward.security;

import java.time.ZoneId;

/** A team that owns episodes; its zone is the one of its staffed hours. */
public record Team(String id, String organizationId, String name, ZoneId timeZone) {}
