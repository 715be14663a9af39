/**
 * Events: what the outside world tells a machine while it runs.
 *
 * <p>Start with {@link io.dmm4j.events.EventInputs}: a bounded queue for every port of an external input and every lane. Any
 * number of threads offer V-values; the thread that runs the machine takes at most one from each queue per cycle, never
 * waits, and where a queue is empty the port emits its default. A full queue is told to the sender and to nobody else.
 * {@link io.dmm4j.events.EventReader} is a sender that reads JSON lines.
 *
 * <p>What enters: V-values, from any thread, at any time. What leaves: what is fed in the next cycle. Nothing is lost and
 * nothing comes twice: a value that was taken in is fed in exactly one cycle, and the values of one sender to one port in
 * the order in which they were sent. Deliberately absent: clocks, networks that change, and anything that runs a machine.
 */
package io.dmm4j.events;
