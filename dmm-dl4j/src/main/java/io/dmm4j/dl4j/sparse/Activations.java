package io.dmm4j.dl4j.sparse;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.Op;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** DL4J's activation functions as expressions of neuron types. */
final class Activations {
    private Activations() {}

    /**
     * An activation of a number.
     *
     * @throws DL4JInvalidConfigException if neurons cannot compute it
     */
    static Expr of(IActivation f, Expr x) {
        if (f instanceof ActivationTanH) {
            return x.map(Op.TANH);
        } else if (f instanceof ActivationSigmoid) {
            return x.map(Op.SIGMOID);
        } else if (f instanceof ActivationIdentity) {
            return x;
        } else if (f instanceof ActivationReLU relu && isPlain(relu)) {
            return x.relu();
        } else if (f instanceof ActivationReLU6) {
            return x.clamp(0, 6);
        } else if (f instanceof ActivationLReLU leaky) {
            return x.leakyRelu(leaky.getAlpha());
        } else if (f instanceof ActivationHardTanH) {
            return x.clamp(-1, 1);
        } else if (f instanceof ActivationSoftPlus) {
            return x.map(Op.SOFTPLUS);
        } else if (f instanceof ActivationSoftSign) {
            return x.dividedBy(Expr.constant(1).plus(x.map(Op.ABS)));
        } else if (f instanceof ActivationCube) {
            return x.map(Op.SQUARE).product(x);
        }
        throw new DL4JInvalidConfigException("activation " + f
                + ": expected one that neurons compute: tanh, sigmoid, identity, relu, relu6, leakyrelu, hardtanh,"
                + " softplus, softsign or cube");
    }

    private static boolean isPlain(ActivationReLU f) {
        return zero(f.getMax()) && zero(f.getThreshold()) && zero(f.getNegativeSlope());
    }

    private static boolean zero(Double x) {
        return x == null || x == 0;
    }
}
