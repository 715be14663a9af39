/**
 * How fast whole machines run: {@link io.dmm4j.perf.machine.MachineReport} measures the networks that ship, on
 * every backend that takes them, per multiply-add on a leaf.
 */
package io.dmm4j.perf.machine;
