package io.dmm4j.cuda.jcuda;

import io.dmm4j.cuda.device.Product;

/** A product that knows how to add itself to a queue. */
abstract class JCudaProduct extends JCudaResource implements Product {
    JCudaProduct(JCudaGpu gpu, String what) {
        super(gpu, what);
    }

    /** Adds the product to a queue. */
    abstract void run(JCudaQueue queue);
}
