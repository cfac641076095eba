/**
 * Alternative texts made from a figure's numbers, in both languages. They say what is there, and
 * leave what it means to the caption.
 */
import type { Alt } from "../figure.ts";
import { formatNumber } from "../html.ts";
import { extent } from "./pixels.ts";

/** More parts of a figure than this are counted, not read out. */
const MANY = 8;
const MANY_NUMBERS = 36;

/** A number with three significant digits. */
export const shortNumber = (value: number): string =>
  formatNumber(Number.isFinite(value) ? Number(value.toPrecision(3)) : value);

const ends = (values: ArrayLike<number>): [string, string] => {
  const [low, high] = extent(values);
  return [shortNumber(low), shortNumber(high)];
};

/** The parts in one line, the first few in words. */
function listed<T>(parts: readonly T[], one: (part: T) => Alt): Alt {
  const shown = parts.slice(0, MANY).map(one);
  const more = parts.length - shown.length;
  return {
    en: shown.map(({ en }) => en).join("; ") + (more > 0 ? `; and ${more} more` : ""),
    ko: shown.map(({ ko }) => ko).join("; ") + (more > 0 ? `; 그 밖에 ${more}개` : ""),
  };
}

/** A curve: its name and its points. */
interface Curve {
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** Each curve by where it begins and ends. */
export function curvesAlt(x: string, y: string, curves: readonly Curve[]): Alt {
  const [from, to] = ends(curves.flatMap((curve) => Array.from(curve.x)));
  const parts = listed(curves, ({ name, y: values }) => {
    const [first, last] = [
      shortNumber(values[0] ?? NaN),
      shortNumber(values[values.length - 1] ?? NaN),
    ];
    return { en: `${name} from ${first} to ${last}`, ko: `${name} ${first}에서 ${last}까지` };
  });
  return {
    en: `Line chart of ${y} over ${x}, ${from} to ${to}: ${parts.en}.`,
    ko: `${x}(${from}–${to})에 따른 ${y}의 꺾은선 그래프: ${parts.ko}.`,
  };
}

/** Each bar by its number, or each series by its ends where there are many bars. */
export function barsAlt(
  x: string,
  y: string,
  categories: readonly string[],
  series: readonly { readonly name: string; readonly values: ArrayLike<number> }[],
): Alt {
  const parts = listed(series, ({ name, values }) => {
    const label = series.length > 1 ? `${name}: ` : "";
    const [low, high] = ends(values);
    if (categories.length > MANY * 2) {
      return { en: `${label}${low} to ${high}`, ko: `${label}${low}–${high}` };
    }
    const all = categories.map((one, i) => `${one} ${shortNumber(values[i] ?? NaN)}`).join(", ");
    return { en: label + all, ko: label + all };
  });
  return {
    en: `Bar chart of ${y} by ${x}: ${parts.en}.`,
    ko: `${x}별 ${y}의 막대그래프: ${parts.ko}.`,
  };
}

/** A small matrix number by number, a large one by its size and its ends. */
export function matrixAlt(
  name: string,
  values: readonly ArrayLike<number>[],
  decimals?: number,
): Alt {
  const [rows, columns] = [values.length, values[0]?.length ?? 0];
  const [low, high] = ends(values.flatMap((row) => Array.from(row)));
  const text = (value: number) =>
    decimals === undefined ? shortNumber(value) : formatNumber(Number(value.toFixed(decimals)));
  const read = rows * columns > MANY_NUMBERS
    ? undefined
    : values.map((row) => Array.from(row, text).join(", ")).join("; ");
  return {
    en: `${rows} × ${columns} numbers (${name}), ` +
      (read === undefined ? `from ${low} to ${high}.` : `row by row: ${read}.`),
    ko: `${rows} × ${columns}개의 수(${name}), ` +
      (read === undefined ? `${low}에서 ${high}까지.` : `행마다: ${read}.`),
  };
}

/** How many were right, and which class was most often taken for which. */
export function confusionAlt(
  classes: readonly string[],
  counts: readonly ArrayLike<number>[],
): Alt {
  const cells = counts.flatMap((row, i) =>
    Array.from(
      row,
      (count, j) => ({ count, truth: classes[i], answer: classes[j], wrong: i !== j }),
    )
  );
  const sum = (some: typeof cells) => some.reduce((total, { count }) => total + count, 0);
  const [all, right] = [sum(cells), sum(cells.filter(({ wrong }) => !wrong))].map(formatNumber);
  const worst = cells.filter(({ wrong, count }) => wrong && count > 0)
    .sort((a, b) => b.count - a.count)[0];
  return {
    en: `Confusion matrix of ${classes.length} classes: ${right} of ${all} on the diagonal` +
      (worst
        ? `; most often ${worst.truth} was taken for ${worst.answer}, ${worst.count} times.`
        : "."),
    ko: `${classes.length}개 클래스의 혼동 행렬: ${all}개 가운데 ${right}개가 대각선에 있음` +
      (worst ? `; 가장 잦은 혼동은 ${worst.truth} → ${worst.answer}, ${worst.count}번.` : "."),
  };
}

/** Each group by how many points it has and where they lie. */
export function pointsAlt(x: string, y: string, groups: readonly Curve[]): Alt {
  const parts = listed(groups, (group) => {
    const [left, right] = ends(group.x);
    const [low, high] = ends(group.y);
    const place = `${x} ${left}–${right}, ${y} ${low}–${high}`;
    const count = formatNumber(group.x.length);
    return {
      en: `${group.name}, ${count} points, ${place}`,
      ko: `${group.name}, 점 ${count}개, ${place}`,
    };
  });
  return { en: `Points: ${parts.en}.`, ko: `산점도: ${parts.ko}.` };
}

/** A surface by its ends and the place of its peak. */
export function surfaceAlt(
  names: { readonly x: string; readonly y: string; readonly value: string },
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  values: readonly ArrayLike<number>[],
): Alt {
  const all = values.flatMap((row) => Array.from(row));
  const [low, high] = ends(all);
  const top = all.indexOf(extent(all)[1]);
  const width = values[0]?.length ?? 1;
  const at = `${names.x} ${shortNumber(xs[top % width] ?? NaN)}, ${names.y} ${
    shortNumber(ys[Math.floor(top / width)] ?? NaN)
  }`;
  return {
    en: `Contour plot of ${names.value}, from ${low} to ${high}, highest at ${at}.`,
    ko: `${names.value}의 등고선 그림, ${low}에서 ${high}까지, 가장 높은 곳은 ${at}.`,
  };
}

/** Pictures by their titles and sizes. */
export function picturesAlt(
  pictures: readonly { readonly title: string; readonly height: number; readonly width: number }[],
): Alt {
  const count = pictures.length;
  const parts = listed(pictures, ({ title, height, width }) => {
    const size = `${height} × ${width}`;
    const label = title === "" ? "" : `${title}, `;
    return { en: `${label}${size} pixels`, ko: `${label}${size} 픽셀` };
  });
  return {
    en: `${count === 1 ? "A picture" : `${count} pictures`}: ${parts.en}.`,
    ko: `그림 ${count}개: ${parts.ko}.`,
  };
}

/** Equal tiles by their captions. */
export function tilesAlt(
  captions: readonly string[],
  [height, width]: readonly [number, number],
): Alt {
  const count = formatNumber(captions.length);
  const named = captions.filter((caption) => caption.trim() !== "");
  const list = named.length > 0 && named.length <= MANY_NUMBERS ? `: ${named.join(", ")}` : "";
  return {
    en: `${count} pictures of ${height} × ${width} pixels${list}.`,
    ko: `${height} × ${width} 픽셀 그림 ${count}개${list}.`,
  };
}

/** A matrix that changes, by its first and its last numbers. */
export function stepsAlt(by: string, labels: readonly string[], first: Alt, last: Alt): Alt {
  const [from, to] = [labels[0] ?? "", labels.at(-1) ?? ""];
  return {
    en: `${labels.length} states. ${by} ${from}: ${first.en} ${by} ${to}: ${last.en}`,
    ko: `상태 ${labels.length}개. ${by} ${from}: ${first.ko} ${by} ${to}: ${last.ko}`,
  };
}
