package io.dmm4j.dl4j.machine;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The derivatives of the loss by links that are not there, computed beside a layer's own backward pass. */
public interface CandidateGradient {

    /** Keeps what the coming backward pass goes back over: features, and parameters in the order of DL4J's view. */
    void batch(INDArray features, INDArray parameters);

    /** Goes back over it. */
    void compute(INDArray errors);

    /**
     * For each block of weights the derivatives by its {@link Candidates#absent} links, in their order; null before a backward
     * pass.
     */
    List<double[]> found();
}
