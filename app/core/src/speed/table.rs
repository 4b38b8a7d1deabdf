//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when
//! it does not follow from the measurements.

use super::efficiency::{Build, Common, Hardware, Kernels, Rates, Spread, Table};

/// The fitted figures.
pub const TABLE: Table = Table {
    rates: Rates {
        kernels: [
            // llama.cpp
            Kernels {
                bandwidth: 0.8695,
                packed: 0.9367,
                layer_us: 34.78,
                sequence_us: 38.11,
                step_us: 77.24,
                compute: 0.43,
                half_rows: 37.18,
                half_expert_rows: 75.89,
                attention: 0.4766,
                cache: 0.8817,
                tile: 1.0,
            },
            // vLLM, SGLang
            Kernels {
                bandwidth: 0.8182,
                packed: 0.8633,
                layer_us: 30.85,
                sequence_us: 57.53,
                step_us: 803.8,
                compute: 0.5927,
                half_rows: 59.7,
                half_expert_rows: 154.3,
                attention: 0.6701,
                cache: 0.8732,
                tile: 5.854,
            },
            // TensorRT-LLM
            Kernels {
                bandwidth: 0.8569,
                packed: 0.8959,
                layer_us: 44.59,
                sequence_us: 14.4,
                step_us: 408.1,
                compute: 0.6037,
                half_rows: 68.93,
                half_expert_rows: 26.22,
                attention: 0.5089,
                cache: 0.8749,
                tile: 6.002,
            },
            // ExLlama
            Kernels {
                bandwidth: 0.86,
                packed: 0.9055,
                layer_us: 28.58,
                sequence_us: 49.79,
                step_us: 296.3,
                compute: 0.3097,
                half_rows: 70.19,
                half_expert_rows: 24.0,
                attention: 0.5028,
                cache: 0.8216,
                tile: 1.0,
            },
            // transformers
            Kernels {
                bandwidth: 0.8523,
                packed: 0.8915,
                layer_us: 200.8,
                sequence_us: 49.69,
                step_us: 941.8,
                compute: 0.5,
                half_rows: 64.0,
                half_expert_rows: 24.0,
                attention: 0.5,
                cache: 0.8248,
                tile: 1.0,
            },
            // MLX
            Kernels {
                bandwidth: 0.8809,
                packed: 0.9434,
                layer_us: 29.39,
                sequence_us: 47.67,
                step_us: 95.81,
                compute: 0.49,
                half_rows: 55.11,
                half_expert_rows: 25.52,
                attention: 0.6641,
                cache: 0.6371,
                tile: 1.0,
            },
        ],
        hardware: [
            // NVIDIA, GDDR
            Hardware {
                bandwidth: 1.072,
                compute: 1.172,
                launch: 0.9715,
                attention: 1.156,
            },
            // NVIDIA, HBM
            Hardware {
                bandwidth: 1.029,
                compute: 1.276,
                launch: 1.271,
                attention: 0.7011,
            },
            // NVIDIA, unified memory
            Hardware {
                bandwidth: 1.009,
                compute: 0.8636,
                launch: 1.0,
                attention: 1.712,
            },
            // Apple
            Hardware {
                bandwidth: 1.013,
                compute: 1.577,
                launch: 2.856,
                attention: 1.128,
            },
            // AMD, GDDR
            Hardware {
                bandwidth: 1.086,
                compute: 0.9675,
                launch: 2.056,
                attention: 0.9501,
            },
            // AMD, HBM
            Hardware {
                bandwidth: 1.036,
                compute: 0.6915,
                launch: 1.933,
                attention: 1.005,
            },
            // AMD, unified memory
            Hardware {
                bandwidth: 1.038,
                compute: 0.6613,
                launch: 2.708,
                attention: 0.8471,
            },
            // Intel
            Hardware {
                bandwidth: 0.9717,
                compute: 0.8293,
                launch: 4.796,
                attention: 0.9639,
            },
        ],
        vulkan: Hardware {
            bandwidth: 1.022,
            compute: 1.086,
            launch: 0.799,
            attention: 1.009,
        },
        common: Common {
            codebook: 0.6245,
            packed_compute: 0.8911,
            packed_cuda: 1.02,
            saturation: 552.9,
            hbm_bandwidth: 0.742,
            hbm_compute: 0.9411,
            experts: 0.8968,
            busy_layer: 1.882,
            latent_layer: 0.7854,
            link_us: 3.973,
            bus_us: 28.65,
            oneshot_us: 5.537,
            oneshot_hop_us: 5.549,
            host_us: 8.818,
            host_share: 0.4529,
            network_us: 173.4,
            network_share: 0.7424,
            hop_us: 2.078,
            routing: 0.7609,
            fp4_gddr: 0.161,
            crowd: 1.544,
        },
    },
    builds: [
        // llama.cpp before 2024-07
        Build {
            launch: 2.614,
            prefill: 0.7467,
            attention: 0.5002,
            cache: 0.6867,
        },
        // llama.cpp before 2026-01
        Build {
            launch: 1.0,
            prefill: 0.841,
            attention: 1.025,
            cache: 1.002,
        },
        // vLLM, SGLang before 2024-06
        Build {
            launch: 8.421,
            prefill: 0.6996,
            attention: 0.7,
            cache: 0.7336,
        },
        // vLLM, SGLang before 2025-01
        Build {
            launch: 2.023,
            prefill: 0.647,
            attention: 0.6994,
            cache: 0.699,
        },
        // TensorRT-LLM before 2024-06
        Build {
            launch: 1.877,
            prefill: 0.8394,
            attention: 0.7309,
            cache: 1.307,
        },
    ],
    decode: [
        // llama.cpp
        [
            Spread {
                low: 0.7768,
                high: 1.239,
                rows: 52,
            },
            Spread {
                low: 0.7052,
                high: 1.35,
                rows: 4,
            },
            Spread {
                low: 0.95,
                high: 1.257,
                rows: 9,
            },
            Spread {
                low: 0.8949,
                high: 1.257,
                rows: 9,
            },
            Spread {
                low: 0.7976,
                high: 1.313,
                rows: 10,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.7739,
                high: 1.382,
                rows: 59,
            },
            Spread {
                low: 0.6619,
                high: 1.294,
                rows: 3,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.625,
                high: 1.4,
                rows: 138,
            },
            Spread {
                low: 0.7502,
                high: 1.171,
                rows: 37,
            },
            Spread {
                low: 0.7843,
                high: 1.05,
                rows: 15,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.7389,
                high: 1.294,
                rows: 1,
            },
            Spread {
                low: 0.7722,
                high: 1.251,
                rows: 11,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.95,
                high: 1.633,
                rows: 12,
            },
            Spread {
                low: 0.7781,
                high: 1.417,
                rows: 37,
            },
            Spread {
                low: 0.7389,
                high: 1.294,
                rows: 1,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.9203,
                high: 1.111,
                rows: 14,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.7389,
                high: 1.294,
                rows: 1,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.7703,
                high: 1.212,
                rows: 64,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
            Spread {
                low: 0.6425,
                high: 1.488,
                rows: 0,
            },
        ],
    ],
    prefill: [
        // llama.cpp
        [
            Spread {
                low: 0.7561,
                high: 1.324,
                rows: 31,
            },
            Spread {
                low: 0.6801,
                high: 1.437,
                rows: 5,
            },
            Spread {
                low: 0.6801,
                high: 1.41,
                rows: 4,
            },
            Spread {
                low: 0.6801,
                high: 1.357,
                rows: 5,
            },
            Spread {
                low: 0.6801,
                high: 1.357,
                rows: 5,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.6618,
                high: 1.418,
                rows: 54,
            },
            Spread {
                low: 0.6801,
                high: 1.357,
                rows: 3,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.6128,
                high: 1.331,
                rows: 40,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.4582,
                high: 1.233,
                rows: 13,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.6801,
                high: 1.357,
                rows: 2,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.4285,
                high: 1.05,
                rows: 6,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.7095,
                high: 1.664,
                rows: 55,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
            Spread {
                low: 0.5914,
                high: 1.56,
                rows: 0,
            },
        ],
    ],
};
