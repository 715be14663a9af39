/**
 * Networks with ever fewer links: which links go, which come, and how a run finds out whether it can do without them.
 *
 * <p>Start with {@link io.dmm4j.train.prune.Pruner}, which cuts, trains on, and takes a cut back that does not recover. What it
 * does to the links in one go is a {@link io.dmm4j.train.prune.Rewiring}: cuts by size, links that carry nothing to a probe,
 * outputs that others take the place of, and regrowth by chance or by gradient. What enters: a {@link io.dmm4j.train.Trainer}. What leaves: the same trainer with
 * another network, and a log of {@link io.dmm4j.train.prune.Cut}s.
 */
package io.dmm4j.train.prune;
