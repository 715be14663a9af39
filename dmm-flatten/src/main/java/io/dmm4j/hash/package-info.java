/**
 * Path tables: from paths to the indices 0 to n − 1 and back, in any order the caller likes.
 *
 * <p>What enters: {@linkplain io.dmm4j.value.Path paths}, or label ids in arrays where millions of paths are made. What
 * leaves: {@link io.dmm4j.hash.PathTable}, immutable, which finds a path's index, gives an index's path, and can be saved,
 * loaded, printed and grown. Read that class first.
 *
 * <p>The invariant of the package: <em>index i is the path given at position i</em>. The hash keeps whatever order it is
 * given, so the order of rows is free to be chosen for speed, and a link between two trees becomes a contiguous run.
 *
 * <p>Which class for what:
 *
 * <ul>
 *   <li>{@link io.dmm4j.hash.Labels}: texts of labels to ids and back, once for all tables of a program;
 *   <li>{@link io.dmm4j.hash.PathTable}: paths to indices and back; 8 bytes per path for the path, 5 for the hash;
 *   <li>{@link io.dmm4j.hash.PathTableBuilder}: makes a table path by path;
 *   <li>{@link io.dmm4j.hash.MinimalPerfectHash}: the same for longs of any meaning; what a table stands on.
 * </ul>
 *
 * <p>Deliberately absent: tables that change in place (growth makes a new table), values at paths (they live in arrays by
 * index), atomic writing of files (the caller's), and approximate membership: what is absent is reported absent, exactly.
 */
package io.dmm4j.hash;
