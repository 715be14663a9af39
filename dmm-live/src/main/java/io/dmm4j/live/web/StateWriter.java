package io.dmm4j.live.web;

import io.dmm4j.json.JsonOutput;
import io.dmm4j.live.MatrixView;
import io.dmm4j.live.Snapshot;
import io.dmm4j.net.Link;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.value.Path;
import io.dmm4j.value.TreeVisitor;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the messages that tell one viewer how the session stands: links as differences from what the viewer was told
 * before, values as trees. Not thread safe.
 */
final class StateWriter {
    /** The most numbers of one tree that are told. */
    static final int MOST_NUMBERS = 256;

    private final Map<Ends, Told> told = new HashMap<>();
    private MatrixView view;
    private int ids;
    private int round;

    private record Ends(Port to, Port from, Path path) {}

    /** A link as the viewer knows it. */
    private static final class Told {
        final int id;
        double weight;
        int round; // the latest round in which the link was there

        Told(int id) {
            this.id = id;
        }
    }

    /** Forgets what was told, so that everything is told again. */
    void forget() {
        told.clear();
        view = null;
    }

    /** The message. */
    String write(Snapshot s, Set<Probe> watched) {
        StringBuilder text = new StringBuilder();
        try (JsonOutput json = JsonOutput.compact(text)) {
            json.beginObject().field("type").value("state").field("cycle").value(s.cycle());
            json.field("paused").value(s.paused());
            if (Double.isInfinite(s.rate())) {
                json.field("rate").value("max");
            } else {
                json.field("rate").value(s.rate());
            }
            json.field("speed").value(s.speed());
            json.field("undo").value(s.undoable());
            json.field("waiting").value(s.waiting());
            json.field("replaying").value(s.replaying());
            if (s.failure() != null) {
                json.field("failure").value(s.failure());
            }
            if (s.matrix() != view) {
                links(s.matrix().links(), json, view == null);
                view = s.matrix();
            }
            json.field("values").beginObject();
            for (Probe p : watched) {
                if (s.values().containsKey(p)) {
                    tree(s.values().get(p), json.field(p.toString()));
                }
            }
            json.endObject().endObject();
        }
        return text.toString();
    }

    private void links(List<Link> links, JsonOutput json, boolean all) {
        round++;
        List<Told> changed = new ArrayList<>();
        json.field("links").beginObject();
        if (all) {
            json.field("all").value(true);
        }
        json.field("new").beginArray();
        for (Link l : links) {
            Ends ends = new Ends(l.to(), l.from(), l.path());
            Told known = told.get(ends);
            if (known == null) {
                known = new Told(ids++);
                told.put(ends, known);
                link(l, known.id, json);
            } else if (known.round == round) {
                known.weight += l.weight(); // a declared link and an entry of the held matrix with the same ends
                changed.add(known);
                continue;
            } else if (known.weight != l.weight()) {
                changed.add(known);
            }
            known.weight = l.weight();
            known.round = round;
        }
        json.endArray().field("weights").beginArray();
        for (Told t : changed) {
            json.beginArray().value(t.id);
            number(json, t.weight);
            json.endArray();
        }
        json.endArray().field("gone").beginArray();
        for (Iterator<Told> i = told.values().iterator(); i.hasNext(); ) {
            Told t = i.next();
            if (t.round != round) {
                json.value(t.id);
                i.remove();
            }
        }
        json.endArray().endObject();
    }

    private static void link(Link l, int id, JsonOutput json) {
        json.beginObject().field("id").value(id);
        json.field("to").value(l.to().neuron()).field("input").value(l.to().port());
        json.field("from")
                .value(l.from().neuron())
                .field("output")
                .value(l.from().port());
        if (!l.path().isRoot()) {
            json.field("path").value(l.path().toString());
        }
        if (!l.trainable()) {
            json.field("fixed").value(true);
        }
        number(json.field("weight"), l.weight());
        json.endObject();
    }

    /** JSON has no infinities, and nothing that is not a number: they are told as texts. */
    private static void number(JsonOutput json, double x) {
        if (Double.isFinite(x)) {
            json.value(x);
        } else {
            json.value(Double.toString(x));
        }
    }

    /** The first numbers of a tree, and how many it has in all. */
    private static void tree(VValue tree, JsonOutput json) {
        json.beginObject().field("size").value(tree.size()).field("tree");
        numbers(tree.size() > MOST_NUMBERS ? first(tree) : tree, json);
        json.endObject();
    }

    /** A V-value as in files, but for numbers that are not finite. */
    private static void numbers(VValue tree, JsonOutput json) {
        tree.walk(new TreeVisitor() {
            @Override
            public void enter(String label, VValue node) {
                if (label != null) {
                    json.field(label);
                }
                if (!isObject(node)) {
                    number(json, node.number());
                    return;
                }
                json.beginObject();
                if (node.number() != 0) {
                    number(json.field(Path.NUMBER_KEY), node.number());
                }
            }

            @Override
            public void leave(VValue node) {
                if (isObject(node)) {
                    json.endObject();
                }
            }
        });
    }

    private static boolean isObject(VValue node) {
        return !node.isLeaf() || node.isEmpty();
    }

    private static VValue first(VValue tree) {
        VValueBuilder some = VValue.builder();
        int[] left = {MOST_NUMBERS};
        tree.forEach((path, x) -> {
            if (left[0] > 0) {
                some.put(path, x);
                left[0]--;
            }
        });
        return some.build();
    }
}
