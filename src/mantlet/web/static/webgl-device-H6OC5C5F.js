import{a}from"./chunk-R62WIIAZ.js";import"./chunk-R3X6QOE6.js";import"./chunk-WOT6VMZA.js";export{a as WebGLDevice};
