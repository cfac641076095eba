/** Winograd's convolution as a method that an engine may have; `winograd.ts` says what it is. */
import type { ConvolutionMethod } from "./simd.ts";
import { suitsWinograd } from "./winograd.ts";
import {
  convolveByWinograd,
  imageGradientByWinograd,
  kernelGradientByWinograd,
} from "./winograd_convolution.ts";
import { winogradRoutines } from "./winograd_routines.ts";

/** Winograd's convolution. */
export const winograd: ConvolutionMethod = {
  routines: winogradRoutines,
  suits: suitsWinograd,
  convolve: convolveByWinograd,
  imageGradient: imageGradientByWinograd,
  kernelGradient: kernelGradientByWinograd,
};
