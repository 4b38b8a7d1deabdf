//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when
//! it does not follow from the measurements.

use super::efficiency::{Common, Hardware, Kernels, Rates, Spread, Table};

/// The fitted figures.
pub const TABLE: Table = Table {
    rates: Rates {
        kernels: [
            // llama.cpp
            Kernels {
                bandwidth: 0.8738,
                packed: 0.927,
                layer_us: 35.61,
                sequence_us: 37.88,
                step_us: 77.0,
                compute: 0.4657,
                half_rows: 32.71,
                half_expert_rows: 85.72,
                attention: 0.5151,
                cache: 0.8636,
                tile: 1.0,
            },
            // vLLM, SGLang
            Kernels {
                bandwidth: 0.824,
                packed: 0.8542,
                layer_us: 34.81,
                sequence_us: 54.17,
                step_us: 650.9,
                compute: 0.4409,
                half_rows: 67.63,
                half_expert_rows: 20.82,
                attention: 0.6258,
                cache: 0.8595,
                tile: 5.554,
            },
            // TensorRT-LLM
            Kernels {
                bandwidth: 0.8569,
                packed: 0.8642,
                layer_us: 43.29,
                sequence_us: 14.59,
                step_us: 420.8,
                compute: 0.4959,
                half_rows: 71.42,
                half_expert_rows: 26.64,
                attention: 0.4386,
                cache: 0.8883,
                tile: 6.002,
            },
            // ExLlama
            Kernels {
                bandwidth: 0.8568,
                packed: 0.9015,
                layer_us: 28.58,
                sequence_us: 49.84,
                step_us: 297.0,
                compute: 0.3407,
                half_rows: 64.95,
                half_expert_rows: 24.0,
                attention: 0.3809,
                cache: 0.8221,
                tile: 1.0,
            },
            // transformers
            Kernels {
                bandwidth: 0.8524,
                packed: 0.8915,
                layer_us: 197.9,
                sequence_us: 49.67,
                step_us: 938.9,
                compute: 0.5,
                half_rows: 64.0,
                half_expert_rows: 24.0,
                attention: 0.5,
                cache: 0.8248,
                tile: 1.0,
            },
            // MLX
            Kernels {
                bandwidth: 0.8816,
                packed: 0.9423,
                layer_us: 32.0,
                sequence_us: 48.89,
                step_us: 97.72,
                compute: 0.547,
                half_rows: 53.48,
                half_expert_rows: 25.06,
                attention: 0.6713,
                cache: 0.6237,
                tile: 1.0,
            },
        ],
        hardware: [
            // NVIDIA, GDDR
            Hardware {
                bandwidth: 1.086,
                compute: 1.032,
                launch: 0.9972,
                attention: 0.9462,
            },
            // NVIDIA, HBM
            Hardware {
                bandwidth: 1.047,
                compute: 1.462,
                launch: 1.249,
                attention: 0.8238,
            },
            // NVIDIA, unified memory
            Hardware {
                bandwidth: 1.012,
                compute: 0.9163,
                launch: 1.05,
                attention: 1.466,
            },
            // Apple
            Hardware {
                bandwidth: 1.022,
                compute: 1.462,
                launch: 2.899,
                attention: 1.129,
            },
            // AMD, GDDR
            Hardware {
                bandwidth: 1.079,
                compute: 0.8344,
                launch: 2.026,
                attention: 0.9667,
            },
            // AMD, HBM
            Hardware {
                bandwidth: 1.047,
                compute: 0.8434,
                launch: 1.806,
                attention: 1.006,
            },
            // AMD, unified memory
            Hardware {
                bandwidth: 1.068,
                compute: 0.5783,
                launch: 2.902,
                attention: 0.8633,
            },
            // Intel
            Hardware {
                bandwidth: 0.9509,
                compute: 0.7381,
                launch: 5.183,
                attention: 0.9723,
            },
        ],
        vulkan: Hardware {
            bandwidth: 1.025,
            compute: 1.14,
            launch: 0.8247,
            attention: 0.9749,
        },
        common: Common {
            codebook: 0.618,
            packed_compute: 0.8884,
            packed_cuda: 0.9944,
            saturation: 760.3,
            hbm_bandwidth: 0.6479,
            hbm_compute: 0.8238,
            experts: 0.9048,
            busy_layer: 1.756,
            latent_layer: 0.781,
            link_us: 3.751,
            bus_us: 34.72,
            oneshot_us: 5.925,
            oneshot_hop_us: 4.032,
            host_us: 8.97,
            host_share: 0.5727,
            network_us: 170.4,
            network_share: 0.7124,
            hop_us: 2.034,
            routing: 0.7737,
            fp4_gddr: 0.1795,
            fp8_gddr: 0.8094,
        },
    },
    decode: [
        // llama.cpp
        [
            Spread {
                low: 0.7662,
                high: 1.279,
                rows: 50,
            },
            Spread {
                low: 0.7447,
                high: 1.316,
                rows: 3,
            },
            Spread {
                low: 0.95,
                high: 1.235,
                rows: 9,
            },
            Spread {
                low: 0.888,
                high: 1.245,
                rows: 9,
            },
            Spread {
                low: 0.8047,
                high: 1.33,
                rows: 10,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.7747,
                high: 1.389,
                rows: 55,
            },
            Spread {
                low: 0.6572,
                high: 1.316,
                rows: 2,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.6335,
                high: 1.409,
                rows: 120,
            },
            Spread {
                low: 0.7338,
                high: 1.198,
                rows: 37,
            },
            Spread {
                low: 0.7793,
                high: 1.05,
                rows: 14,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.7447,
                high: 1.316,
                rows: 1,
            },
            Spread {
                low: 0.8117,
                high: 1.441,
                rows: 11,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.7447,
                high: 1.403,
                rows: 2,
            },
            Spread {
                low: 0.7741,
                high: 1.392,
                rows: 35,
            },
            Spread {
                low: 0.7447,
                high: 1.316,
                rows: 1,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.9333,
                high: 1.106,
                rows: 14,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.7447,
                high: 1.316,
                rows: 1,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.7532,
                high: 1.225,
                rows: 50,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
            Spread {
                low: 0.6475,
                high: 1.513,
                rows: 0,
            },
        ],
    ],
    prefill: [
        // llama.cpp
        [
            Spread {
                low: 0.8326,
                high: 1.337,
                rows: 31,
            },
            Spread {
                low: 0.6746,
                high: 1.449,
                rows: 5,
            },
            Spread {
                low: 0.6746,
                high: 1.449,
                rows: 4,
            },
            Spread {
                low: 0.6746,
                high: 1.449,
                rows: 5,
            },
            Spread {
                low: 0.6746,
                high: 1.449,
                rows: 5,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.6861,
                high: 1.496,
                rows: 54,
            },
            Spread {
                low: 0.6746,
                high: 1.449,
                rows: 2,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.2254,
                high: 1.553,
                rows: 25,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.7228,
                high: 1.797,
                rows: 11,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.6746,
                high: 1.449,
                rows: 2,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.3427,
                high: 1.05,
                rows: 6,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.7251,
                high: 2.371,
                rows: 48,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
            Spread {
                low: 0.5866,
                high: 1.667,
                rows: 0,
            },
        ],
    ],
};
