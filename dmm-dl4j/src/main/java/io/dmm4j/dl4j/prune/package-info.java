/**
 * Links that go and come while a model is trained.
 *
 * <p>Start with {@link io.dmm4j.dl4j.prune.PruningListener} and {@link io.dmm4j.dl4j.prune.RegrowthListener}, which DL4J calls;
 * {@link io.dmm4j.dl4j.prune.Sparsify} makes a dense model sparse at once. What enters: models in training. What leaves: the same models
 * with other links, weights and moments where they stay. Deliberately absent: retraining, which is {@code fit}.
 */
package io.dmm4j.dl4j.prune;
