package io.dmm4j.tree;

import static io.dmm4j.value.Trees.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Programs of the Clojure reference implementation that do not modify themselves, by the dates of their journal. */
class PublishedClojureTest {
    private static final Port SIGNAL = Port.of("reader", "signal");

    private static Network.Builder reader() {
        return Network.builder().add(Neuron.external("reader", Map.of("signal", ExternalPort.OPEN)));
    }

    /** October 28, 2016: a step per cycle, which pauses when a signal is polled instead. */
    @Test
    void aPrinterSeesWhatIsPolledTwoCyclesLater() {
        Network n = reader().add("accum", "clj/accum")
                .add("printer", "clj/identity")
                .fixed("accum", "accum", "accum", "single", 1)
                .link("accum", "delta", "reader", "signal", 1)
                .link("printer", "single", "accum", "single", 1)
                .probe(Probe.in("printer", "single"))
                .build();
        TreeEngine m = new TreeEngine(n, MachineOptions.DEFAULT);
        VValue step = tree("{'step':1}");
        for (int i = 1; i <= 20; i++) {
            m.feed(i, 0, SIGNAL, i == 15 ? tree("{'a':1}") : step);
        }
        m.run(20);
        assertEquals(VValue.EMPTY, m.probed(2, 0, 0));
        assertEquals(tree("{'step':1}"), m.probed(3, 0, 0));
        assertEquals(tree("{'step':14}"), m.probed(16, 0, 0));
        assertEquals(tree("{'step':14,'a':1}"), m.probed(17, 0, 0));
        assertEquals(tree("{'step':15,'a':1}"), m.probed(18, 0, 0));
    }

    /** November 4, 2016: duplicate characters; reader at c, accumulator at c+1, norm at c+2, its printer at c+3. */
    @Test
    void theNormFindsTheSecondL() {
        Network n = reader().add("accum", "clj/accum")
                .add("norm", "clj/max-norm")
                .add("printer", "clj/identity")
                .fixed("accum", "accum", "accum", "single", 1)
                .link("accum", "delta", "reader", "signal", 1)
                .link("norm", "single", "accum", "single", 1)
                .link("printer", "single", "norm", "norm", 1)
                .probe(Probe.out("norm", "norm"))
                .probe(Probe.in("printer", "single"))
                .probe(Probe.out("accum", "single"))
                .build();
        TreeEngine m = new TreeEngine(n, MachineOptions.DEFAULT);
        String text = "hello";
        for (int j = 0; j < text.length(); j++) {
            m.feed(3 + 4 * j, 0, SIGNAL, VValue.EMPTY.with(text.substring(j, j + 1), VValue.of(1)));
        }
        m.run(24);
        List<Double> norm = new ArrayList<>();
        for (int i : new int[] {4, 5, 16, 17, 24}) {
            norm.add(m.probed(i, 0, 0).number());
        }
        assertEquals(List.of(0.0, 1.0, 1.0, 2.0, 2.0), norm);
        assertEquals(VValue.of(1), m.probed(17, 1, 0));
        assertEquals(VValue.of(2), m.probed(18, 1, 0));
        assertEquals(tree("{'h':1,'e':1,'l':2}"), m.probed(19, 2, 0));
        assertEquals(tree("{'h':1,'e':1,'l':2,'o':1}"), m.probed(20, 2, 0));
    }

    /** July 13, 2017: a list that each flagged signal goes to the front of; and its first and rest. */
    @Test
    void listsGrowAtTheFront() {
        Network n = reader().add("my-list", "clj/cons")
                .add("first", "clj/first")
                .add("rest", "clj/rest")
                .fixed("my-list", "self", "my-list", "self", 1)
                .link("my-list", "signal", "reader", "signal", 1)
                .link("first", "list", "my-list", "self", 1)
                .link("rest", "list", "my-list", "self", 1)
                .initial("my-list", "self", tree("{'end-list':1}"))
                .probe(Probe.out("my-list", "self"))
                .probe(Probe.out("first", "single"))
                .probe(Probe.out("rest", "single"))
                .build();
        TreeEngine m = new TreeEngine(n, MachineOptions.DEFAULT);
        m.feed(1, 0, SIGNAL, tree("{'flag':1,'x':3}"));
        m.feed(2, 0, SIGNAL, tree("{'x':4}"));
        m.feed(3, 0, SIGNAL, tree("{'flag':1,'y':{'z':5}}"));
        m.run(5);
        VValue one = tree("{'this':{'flag':1,'x':3},'rest':{'end-list':1}}");
        VValue two =
                tree("{'this':{'flag':1,'y':{'z':5}}," + "'rest':{'this':{'flag':1,'x':3},'rest':{'end-list':1}}}");
        assertEquals(tree("{'end-list':1}"), m.probed(1, 0, 0));
        assertEquals(one, m.probed(2, 0, 0));
        assertEquals(one, m.probed(3, 0, 0));
        assertEquals(two, m.probed(4, 0, 0));
        assertEquals(tree("{'flag':1,'y':{'z':5}}"), m.probed(5, 1, 0));
        assertEquals(one, m.probed(5, 2, 0));
    }
}
