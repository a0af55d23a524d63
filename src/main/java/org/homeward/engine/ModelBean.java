package org.homeward.engine;

/** Marks a bean that expressions in models may call, besides delegates: {@code deadlines} and {@code items}. */
public interface ModelBean {}
