/**
 * The benchmark against DL4J's dense layers: {@code scripts/bench-dl4j}.
 */
package io.dmm4j.dl4j.bench;
