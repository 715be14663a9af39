package io.dmm4j.show;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * A column for every box: the longest path from a source, where lines back are ignored. Lines back are found by a
 * depth-first search in the order of the boxes. Boxes of a densely knit knot, where such a search would make a long
 * chain of an arbitrary order, stand in one column.
 */
final class Layers {
    /** A knot (strongly connected component) is dense with more than this many inner lines per box. */
    private static final int DENSE = 3;

    private final Graph graph;
    private final List<List<Integer>> next = new ArrayList<>(); // per box: the boxes that lines lead to, loops aside
    private final int[] knot; // per box: its dense knot, or a number of its own
    private final int[] layer;
    private final boolean[][] back; // per box and place in next: whether the line leads back
    private int count;

    Layers(Graph graph) {
        this.graph = graph;
        int n = graph.boxes().size();
        for (int i = 0; i < n; i++) {
            next.add(new ArrayList<>());
        }
        for (Graph.Line l : graph.lines()) {
            if (!l.isLoop()) {
                next.get(l.from()).add(l.to());
            }
        }
        knot = denseKnots();
        layer = new int[n];
        back = new boolean[n][];
        findLinesBack();
        longestPaths();
    }

    /** The column of a box, from 0. */
    int of(int box) {
        return layer[box];
    }

    /** How many columns there are. */
    int count() {
        return count;
    }

    /** Whether a line leads to a column further right. */
    boolean isForward(Graph.Line line) {
        return layer[line.from()] < layer[line.to()];
    }

    // ---- knots -------------------------------------------------------------------------------------

    private int[] denseKnots() {
        int[] component = components();
        int n = component.length;
        int[] boxes = new int[n];
        int[] inner = new int[n];
        for (int i = 0; i < n; i++) {
            boxes[component[i]]++;
            for (int j : next.get(i)) {
                inner[component[i]] += component[j] == component[i] ? 1 : 0;
            }
        }
        int[] found = new int[n];
        for (int i = 0; i < n; i++) {
            int c = component[i];
            found[i] = inner[c] > DENSE * boxes[c] ? c : n + i;
        }
        return found;
    }

    /** Strongly connected components, after Kosaraju: by two searches, the second backwards in the order of leaving. */
    private int[] components() {
        int n = next.size();
        List<Integer> left = new ArrayList<>();
        boolean[] seen = new boolean[n];
        for (int i = 0; i < n; i++) {
            leaveInOrder(i, seen, left);
        }
        List<List<Integer>> previous = new ArrayList<>();
        next.forEach(x -> previous.add(new ArrayList<>()));
        for (int i = 0; i < n; i++) {
            for (int j : next.get(i)) {
                previous.get(j).add(i);
            }
        }
        int[] component = new int[n];
        Arrays.fill(component, -1);
        for (int k = n - 1; k >= 0; k--) {
            mark(left.get(k), previous, component);
        }
        return component;
    }

    private void leaveInOrder(int start, boolean[] seen, List<Integer> left) {
        Deque<int[]> stack = new ArrayDeque<>(); // box and how many of its lines have been followed
        if (!seen[start]) {
            seen[start] = true;
            stack.push(new int[] {start, 0});
        }
        while (!stack.isEmpty()) {
            int[] top = stack.peek();
            if (top[1] == next.get(top[0]).size()) {
                left.add(stack.pop()[0]);
                continue;
            }
            int to = next.get(top[0]).get(top[1]++);
            if (!seen[to]) {
                seen[to] = true;
                stack.push(new int[] {to, 0});
            }
        }
    }

    private static void mark(int root, List<List<Integer>> previous, int[] component) {
        Deque<Integer> todo = new ArrayDeque<>(List.of(root));
        while (!todo.isEmpty()) {
            int i = todo.pop();
            if (component[i] < 0) {
                component[i] = root;
                todo.addAll(previous.get(i));
            }
        }
    }

    // ---- columns -----------------------------------------------------------------------------------

    private void findLinesBack() {
        int n = next.size();
        int[] state = new int[n]; // 0 not seen, 1 on the stack, 2 left
        for (int i = 0; i < n; i++) {
            back[i] = new boolean[next.get(i).size()];
        }
        for (int i = 0; i < n; i++) {
            if (state[i] == 0) {
                search(i, state);
            }
        }
    }

    private void search(int start, int[] state) {
        Deque<int[]> stack = new ArrayDeque<>();
        state[start] = 1;
        stack.push(new int[] {start, 0});
        while (!stack.isEmpty()) {
            int[] top = stack.peek();
            if (top[1] == next.get(top[0]).size()) {
                state[stack.pop()[0]] = 2;
                continue;
            }
            int k = top[1]++;
            int to = next.get(top[0]).get(k);
            back[top[0]][k] = state[to] == 1 || knot[to] == knot[top[0]];
            if (state[to] == 0) {
                state[to] = 1;
                stack.push(new int[] {to, 0});
            }
        }
    }

    /** Raises columns until every line that does not lead back leads right; a knot moves as one. */
    private void longestPaths() {
        boolean changed = true;
        for (int round = 0; changed && round <= next.size(); round++) {
            changed = false;
            for (int i = 0; i < next.size(); i++) {
                for (int k = 0; k < back[i].length; k++) {
                    int to = next.get(i).get(k);
                    if (!back[i][k] && layer[to] <= layer[i]) {
                        raise(to, layer[i] + 1);
                        changed = true;
                    }
                }
            }
        }
        count = Arrays.stream(layer).max().orElse(-1) + 1;
    }

    private void raise(int box, int to) {
        for (int i = 0; i < layer.length; i++) {
            if (knot[i] == knot[box]) {
                layer[i] = to;
            }
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < layer.length; i++) {
            text.append(graph.boxes().get(i).name())
                    .append('@')
                    .append(layer[i])
                    .append(' ');
        }
        return text.toString().strip();
    }
}
