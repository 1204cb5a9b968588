/** Something within the binaries of a package that has an author and a licence of its own. */
export interface Component {
  readonly name: string;
  /** The package whose binaries hold it. */
  readonly within: string;
  /** By its SPDX id: https://spdx.org/licenses/ */
  readonly licence: string;
  /** As its authors write it; absent where the licence asks for none. */
  readonly copyright?: string;
  readonly source: string;
}

const sherpa = 'sherpa-onnx-node';

/**
 * What the native packages have linked in, and say nothing of in their own files. For sherpa-onnx:
 * what the `cmake` folder of its sources fetches for the shared libraries.
 */
export const components: readonly Component[] = [
  {
    name: 'libuiohook',
    within: 'uiohook-napi',
    licence: 'LGPL-3.0-or-later',
    copyright: 'Copyright (C) 2006-2023 Alexander Barker. All Rights Reserved.',
    source: 'https://github.com/SnosMe/uiohook-napi/tree/v1.5.5/libuiohook',
  },
  {
    name: 'miniaudio',
    within: '@picovoice/pvrecorder-node',
    licence: 'Unlicense',
    source: 'https://github.com/mackron/miniaudio',
  },
  {
    name: 'ONNX Runtime',
    within: sherpa,
    licence: 'MIT',
    copyright: 'Copyright (c) Microsoft Corporation',
    // With the notices of what it is made of: ThirdPartyNotices.txt.
    source: 'https://github.com/microsoft/onnxruntime',
  },
  {
    name: 'eSpeak NG',
    within: sherpa,
    licence: 'GPL-3.0-or-later',
    source: 'https://github.com/csukuangfj/espeak-ng',
  },
  {
    name: 'piper-phonemize',
    within: sherpa,
    licence: 'MIT',
    copyright: 'Copyright (c) 2022 Michael Hansen',
    source: 'https://github.com/csukuangfj/piper-phonemize',
  },
  {
    name: 'JSON for Modern C++',
    within: sherpa,
    licence: 'MIT',
    copyright: 'Copyright (c) 2013-2025 Niels Lohmann',
    source: 'https://github.com/nlohmann/json',
  },
  {
    name: 'KISS FFT',
    within: sherpa,
    licence: 'BSD-3-Clause',
    copyright: 'Copyright (c) 2003-2010 Mark Borgerding. All rights reserved.',
    source: 'https://github.com/mborgerding/kissfft',
  },
  {
    name: 'hclust-cpp',
    within: sherpa,
    licence: 'BSD-2-Clause',
    copyright: '© 2011 Daniel Müllner, © 2018 Christoph Dalitz',
    source: 'https://github.com/csukuangfj/hclust-cpp',
  },
  {
    name: 'Eigen',
    within: sherpa,
    licence: 'MPL-2.0',
    source: 'https://gitlab.com/libeigen/eigen',
  },
  {
    name: 'OpenFst',
    within: sherpa,
    licence: 'Apache-2.0',
    source: 'https://github.com/csukuangfj/openfst',
  },
  ...['kaldifst', 'kaldi-decoder', 'kaldi-native-fbank'].map((name) => ({
    name,
    within: sherpa,
    licence: 'Apache-2.0',
    source: `https://github.com/k2-fsa/${name}`,
  })),
  {
    name: 'simple-sentencepiece',
    within: sherpa,
    licence: 'Apache-2.0',
    source: 'https://github.com/pkufool/simple-sentencepiece',
  },
  {
    name: 'Darts-clone',
    within: sherpa,
    licence: 'BSD-2-Clause',
    copyright: 'Copyright (c) 2008-2014, Susumu Yata. All rights reserved.',
    source: 'https://github.com/s-yata/darts-clone',
  },
  {
    name: 'SentencePiece',
    within: sherpa,
    licence: 'Apache-2.0',
    source: 'https://github.com/google/sentencepiece',
  },
];
