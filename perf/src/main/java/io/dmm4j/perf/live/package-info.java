/**
 * What it costs a machine to be watched: {@link io.dmm4j.perf.live.LiveReport}.
 *
 * <p>What enters: a network of 2,000 links, running as fast as it can. What leaves: cycles per second with and without a
 * page that follows it. Deliberately absent: the browser, which has processors of its own or should have.
 */
package io.dmm4j.perf.live;
