//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when
//! it does not follow from the measurements.

use super::efficiency::{Build, Common, Hardware, Kernels, Rates, Spread, Table};

/// The fitted figures.
pub const TABLE: Table = Table {
    rates: Rates {
        kernels: [
            // llama.cpp
            Kernels {
                bandwidth: 0.8744,
                packed: 0.9378,
                layer_us: 35.34,
                sequence_us: 41.51,
                step_us: 81.67,
                compute: 0.4462,
                half_rows: 48.03,
                half_expert_rows: 68.85,
                attention: 0.5536,
                cache: 0.871,
                tile: 1.0,
                grouped: 0.8854,
            },
            // vLLM, SGLang
            Kernels {
                bandwidth: 0.8152,
                packed: 0.8771,
                layer_us: 29.73,
                sequence_us: 59.94,
                step_us: 711.4,
                compute: 0.6714,
                half_rows: 54.77,
                half_expert_rows: 79.05,
                attention: 0.7655,
                cache: 0.8532,
                tile: 6.031,
                grouped: 0.4928,
            },
            // TensorRT-LLM
            Kernels {
                bandwidth: 0.856,
                packed: 0.9036,
                layer_us: 42.1,
                sequence_us: 10.13,
                step_us: 399.9,
                compute: 0.607,
                half_rows: 72.47,
                half_expert_rows: 27.32,
                attention: 0.6751,
                cache: 0.8425,
                tile: 6.015,
                grouped: 0.413,
            },
            // ExLlama
            Kernels {
                bandwidth: 0.8606,
                packed: 0.9061,
                layer_us: 29.22,
                sequence_us: 50.08,
                step_us: 301.6,
                compute: 0.3129,
                half_rows: 93.78,
                half_expert_rows: 24.0,
                attention: 0.9446,
                cache: 0.8219,
                tile: 1.0,
                grouped: 0.6951,
            },
            // transformers
            Kernels {
                bandwidth: 0.8516,
                packed: 0.8915,
                layer_us: 216.3,
                sequence_us: 49.79,
                step_us: 959.7,
                compute: 0.5,
                half_rows: 64.0,
                half_expert_rows: 24.0,
                attention: 0.5,
                cache: 0.8248,
                tile: 1.0,
                grouped: 0.6951,
            },
            // MLX
            Kernels {
                bandwidth: 0.8711,
                packed: 0.9257,
                layer_us: 29.12,
                sequence_us: 46.47,
                step_us: 93.47,
                compute: 0.4719,
                half_rows: 68.2,
                half_expert_rows: 26.86,
                attention: 0.4962,
                cache: 0.6217,
                tile: 1.0,
                grouped: 0.6505,
            },
        ],
        hardware: [
            // NVIDIA, GDDR
            Hardware {
                bandwidth: 1.07,
                compute: 1.296,
                launch: 0.8899,
                attention: 0.9969,
                expert_rows: 0.9087,
                experts: 1.078,
            },
            // NVIDIA, HBM
            Hardware {
                bandwidth: 1.069,
                compute: 1.076,
                launch: 1.262,
                attention: 0.9436,
                expert_rows: 1.915,
                experts: 0.9493,
            },
            // NVIDIA, unified memory
            Hardware {
                bandwidth: 0.9977,
                compute: 0.794,
                launch: 1.066,
                attention: 1.631,
                expert_rows: 0.9192,
                experts: 1.284,
            },
            // Apple
            Hardware {
                bandwidth: 1.053,
                compute: 1.623,
                launch: 2.611,
                attention: 1.669,
                expert_rows: 0.1669,
                experts: 0.8924,
            },
            // AMD, GDDR
            Hardware {
                bandwidth: 1.09,
                compute: 0.9282,
                launch: 1.896,
                attention: 0.9936,
                expert_rows: 1.482,
                experts: 1.169,
            },
            // AMD, HBM
            Hardware {
                bandwidth: 0.9093,
                compute: 0.8792,
                launch: 2.134,
                attention: 1.004,
                expert_rows: 1.029,
                experts: 0.4732,
            },
            // AMD, unified memory
            Hardware {
                bandwidth: 1.043,
                compute: 0.7212,
                launch: 2.89,
                attention: 0.6824,
                expert_rows: 0.9703,
                experts: 1.235,
            },
            // Intel
            Hardware {
                bandwidth: 0.9683,
                compute: 0.7937,
                launch: 4.953,
                attention: 0.9702,
                expert_rows: 2.842,
                experts: 0.9995,
            },
        ],
        vulkan: Hardware {
            bandwidth: 1.016,
            compute: 0.952,
            launch: 0.8446,
            attention: 1.081,
            expert_rows: 0.8818,
            experts: 1.04,
        },
        common: Common {
            codebook: 0.6109,
            packed_compute: 0.9285,
            packed_cuda: 1.059,
            saturation: 323.8,
            further_row: 3.767,
            hbm_bandwidth: 0.7245,
            hbm_compute: 0.9451,
            experts: 0.7551,
            busy_layer: 1.93,
            latent_layer: 0.4462,
            link_us: 3.509,
            bus_us: 24.82,
            oneshot_us: 6.524,
            oneshot_hop_us: 1.399,
            host_us: 10.73,
            host_share: 0.7653,
            network_us: 182.0,
            network_share: 0.6361,
            hop_us: 3.585,
            routing: 0.7454,
            fp4_gddr: 0.4464,
            fp4_experts: 0.1369,
            unpacking: 0.929,
            crowd: 1.466,
            check_us: 1247.0,
        },
    },
    builds: [
        // llama.cpp before 2024-07
        Build {
            launch: 2.848,
            prefill: 0.8026,
            attention: 0.4954,
            cache: 0.6893,
        },
        // llama.cpp before 2026-01
        Build {
            launch: 0.9983,
            prefill: 0.9034,
            attention: 1.006,
            cache: 1.003,
        },
        // vLLM, SGLang before 2024-06
        Build {
            launch: 9.256,
            prefill: 0.6998,
            attention: 0.7,
            cache: 0.733,
        },
        // vLLM, SGLang before 2025-01
        Build {
            launch: 2.159,
            prefill: 0.5386,
            attention: 0.6987,
            cache: 0.67,
        },
        // TensorRT-LLM before 2024-06
        Build {
            launch: 1.93,
            prefill: 0.861,
            attention: 0.7334,
            cache: 1.271,
        },
    ],
    decode: [
        // llama.cpp
        [
            Spread {
                low: 0.8021,
                high: 1.234,
                rows: 63,
            },
            Spread {
                low: 0.7123,
                high: 1.271,
                rows: 4,
            },
            Spread {
                low: 0.841,
                high: 1.229,
                rows: 10,
            },
            Spread {
                low: 0.8578,
                high: 1.151,
                rows: 15,
            },
            Spread {
                low: 0.8052,
                high: 1.296,
                rows: 11,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.8481,
                high: 1.442,
                rows: 64,
            },
            Spread {
                low: 0.6773,
                high: 1.271,
                rows: 3,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.7259,
                high: 1.296,
                rows: 153,
            },
            Spread {
                low: 0.7672,
                high: 1.124,
                rows: 41,
            },
            Spread {
                low: 0.808,
                high: 1.1,
                rows: 15,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.7761,
                high: 1.271,
                rows: 1,
            },
            Spread {
                low: 0.6245,
                high: 1.192,
                rows: 17,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.9368,
                high: 1.582,
                rows: 12,
            },
            Spread {
                low: 0.8175,
                high: 1.315,
                rows: 37,
            },
            Spread {
                low: 0.7761,
                high: 1.271,
                rows: 1,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.95,
                high: 1.093,
                rows: 14,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.7761,
                high: 1.271,
                rows: 1,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.8149,
                high: 1.173,
                rows: 74,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
            Spread {
                low: 0.6749,
                high: 1.462,
                rows: 0,
            },
        ],
    ],
    prefill: [
        // llama.cpp
        [
            Spread {
                low: 0.6991,
                high: 1.445,
                rows: 51,
            },
            Spread {
                low: 0.5435,
                high: 1.756,
                rows: 6,
            },
            Spread {
                low: 0.6779,
                high: 1.41,
                rows: 4,
            },
            Spread {
                low: 0.8175,
                high: 1.419,
                rows: 15,
            },
            Spread {
                low: 0.5005,
                high: 1.517,
                rows: 14,
            },
            Spread {
                low: 0.6779,
                high: 2.139,
                rows: 4,
            },
            Spread {
                low: 0.6403,
                high: 1.33,
                rows: 62,
            },
            Spread {
                low: 0.1488,
                high: 1.072,
                rows: 7,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.7649,
                high: 1.28,
                rows: 69,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.6443,
                high: 1.767,
                rows: 22,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.6779,
                high: 1.41,
                rows: 2,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.6127,
                high: 1.43,
                rows: 8,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.7852,
                high: 1.29,
                rows: 63,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
            Spread {
                low: 0.5895,
                high: 1.622,
                rows: 0,
            },
        ],
    ],
};
