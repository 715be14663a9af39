package io.dmm4j.flat;

/**
 * One level of a cycle: down by runs, then up by ops. The synchronous schedule has one stage; the
 * topological schedule has one per level of fresh links, and carries all links that are not fresh in
 * the runs of the first.
 *
 * @param runs the links whose targets this stage completes
 * @param ops what this stage's neurons do, in order
 */
public record Stage(Runs runs, FlatOps ops) {}
