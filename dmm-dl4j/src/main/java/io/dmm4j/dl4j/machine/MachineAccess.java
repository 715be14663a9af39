package io.dmm4j.dl4j.machine;

import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a layer of a network knows of its machine: the session, whether its latest forward pass can be gone back over, and, where a
 * listener wants them, the derivatives by links that are not there.
 */
public final class MachineAccess {
    private final MachineConf conf;
    private final DataType type;
    private final Session session;
    private boolean taped;
    private CandidateGradient candidates;

    MachineAccess(Object owner, MachineConf conf, DataType type) {
        this.conf = conf;
        this.type = type;
        session = new Session(owner, conf, type);
    }

    Session session() {
        return session;
    }

    /** Parameters with noise, joined in the order of the view. */
    INDArray joined(Function<String, INDArray> parameter) {
        INDArray[] all = conf.blueprint().blocks().stream()
                .map(b -> parameter.apply(b.key()).reshape(1, b.count()))
                .toArray(INDArray[]::new);
        return Nd4j.hstack(all);
    }

    /** There is a new input: the latest forward pass was of another. */
    void forget() {
        taped = false;
    }

    boolean isTaped() {
        return taped;
    }

    void forward(INDArray in, INDArray parameters, INDArray state, INDArray out, boolean tape) {
        session.forward(in, parameters, state, out, tape);
        taped = tape;
        if (candidates != null && tape) {
            candidates.batch(in, parameters);
        }
    }

    void backward(INDArray errors, INDArray by, INDArray gradient) {
        session.backward(errors, by, gradient);
        if (candidates != null) {
            candidates.compute(errors);
        }
    }

    /** Has derivatives by absent links computed, if they are wanted, of a batch that the session went back over in parts. */
    void watch(INDArray in, INDArray parameters, INDArray errors) {
        if (candidates != null) {
            candidates.batch(in, parameters);
            candidates.compute(errors);
        }
    }

    /** From the next backward pass on, the derivatives by all links that may be are computed as well, or no longer. */
    public void watchCandidates(boolean on) {
        candidates = on ? ((Candidates) conf).gradient(this, type) : null;
    }

    /** The derivatives by all links that may be, of the latest backward pass; null if they were not watched. */
    public CandidateGradient candidates() {
        return candidates;
    }
}
