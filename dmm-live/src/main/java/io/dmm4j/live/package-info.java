/**
 * Machines that run at a chosen rate while people and programs watch, feed and edit them.
 *
 * <p>In processing order: {@link io.dmm4j.live.LiveMachine} is a machine whose matrix takes additive edits between two
 * cycles. {@link io.dmm4j.live.Session} runs one on a thread of its own, takes requests from any thread (an {@code Agenda} keeps
 * them), applies them between cycles in the {@code Runner}, and hands out {@link io.dmm4j.live.Snapshot}s. {@link
 * io.dmm4j.live.Recorder} writes down what came from outside and when; {@link io.dmm4j.live.Recording} gives it again, and
 * the same bits come out, because a machine draws no random numbers and reads no clock.
 *
 * <p>What enters: networks, V-values, edits. What leaves: snapshots, recordings. Deliberately absent: sockets and pages,
 * which are in {@code io.dmm4j.live.web}.
 */
package io.dmm4j.live;
