// The parts of milsymbol that are bundled: its package declares types for the whole only.
declare module "*/milsymbol/index.mjs" {
  interface Symbol {
    isValid(): boolean;
    asCanvas(factor?: number): HTMLCanvasElement;
    getAnchor(): { x: number; y: number };
  }
  type Icons = (...parts: unknown[]) => unknown;
  export const ms: {
    addIcons(icons: Icons): void;
    Symbol: new (code: string, options: Record<string, string | number | boolean>) => Symbol;
  };
  export const letterair: Icons;
  export const letterground: Icons;
  export const letterequipment: Icons;
  export const letterinstallations: Icons;
}
