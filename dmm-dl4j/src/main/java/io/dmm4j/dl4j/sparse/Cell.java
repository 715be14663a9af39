package io.dmm4j.dl4j.sparse;

import static io.dmm4j.expr.Expr.in;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.NeuronType;
import java.util.List;
import org.nd4j.linalg.activations.IActivation;

/**
 * The units of the sparse layers as neuron types. A gate is an input port; what a unit remembers is an output with a link of
 * weight 1 back to an input. Symbols: σ the gates' activation, a the layer's.
 */
public enum Cell {
    /** h = a(x). */
    DENSE(List.of("x"), List.of(), List.of("x"), null) {
        @Override
        NeuronType type(IActivation a, IActivation gate) {
            return named().output(OUT, Activations.of(a, number("x"))).build();
        }
    },
    /** h = a(x), with links from all h. */
    SIMPLE_RNN(List.of("x"), List.of("x"), List.of("x"), null) {
        @Override
        NeuronType type(IActivation a, IActivation gate) {
            return DENSE.type(a, gate);
        }
    },
    /**
     * c' = σ(f) · c + σ(g) · a(i), h = σ(o) · a(c'): DL4J's LSTM, its gates in DL4J's order (block input, forget, output, input
     * modulation).
     */
    LSTM(List.of("i", "f", "o", "g"), List.of("i", "f", "o", "g"), List.of("i", "f", "o", "g"), "c") {
        @Override
        NeuronType type(IActivation a, IActivation gate) {
            Expr block = Activations.of(a, number("i"));
            Expr memory = Activations.of(gate, number("f"))
                    .product(number("c"))
                    .plus(Activations.of(gate, number("g")).product(block));
            Expr out = Activations.of(gate, number("o")).product(Activations.of(a, memory));
            return named().output("c", memory).output(OUT, out).build();
        }
    },
    /**
     * h' = n + σ(z) · (h − n), n = a(n + σ(r) · m), where m sums what recurrent links bring to the candidate: the gated recurrent
     * unit whose reset gate comes after the recurrent product (Cho and others, 2014, as cuDNN has it).
     */
    GRU(List.of("r", "z", "n"), List.of("r", "z", "m"), List.of("r", "z", "n", "m"), "h") {
        @Override
        NeuronType type(IActivation a, IActivation gate) {
            Expr reset = Activations.of(gate, number("r"));
            Expr candidate = Activations.of(a, number("n").plus(reset.product(number("m"))));
            Expr kept = Activations.of(gate, number("z")).product(number(OUT).minus(candidate));
            return named().output(OUT, candidate.plus(kept)).build();
        }
    };

    /** The output port of units, and the input port of what a unit of a {@link #GRU} remembers. */
    static final String OUT = "h";

    private final List<String> inputs;
    private final List<String> recurrents;
    private final List<String> biases;
    private final String memory;

    Cell(List<String> inputs, List<String> recurrents, List<String> biases, String memory) {
        this.inputs = inputs;
        this.recurrents = recurrents;
        this.biases = biases;
        this.memory = memory;
    }

    abstract NeuronType type(IActivation a, IActivation gate);

    NeuronType.Builder named() {
        return NeuronType.named("sparse/" + name().toLowerCase(java.util.Locale.ROOT));
    }

    /** The input ports that links from features go to, in the order of the columns of the weights. */
    List<String> inputs() {
        return inputs;
    }

    /** The input ports that links from units go to, in the order of the columns of the recurrent weights. */
    List<String> recurrents() {
        return recurrents;
    }

    /** The input ports with a bias, in order. */
    List<String> biases() {
        return biases;
    }

    /** The output port that is linked back to the input port of its name; null if there is none. */
    String memory() {
        return memory;
    }

    private static Expr number(String port) {
        return in(port).number();
    }
}
