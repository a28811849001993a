// Where Unicode 3.2 differs from Unicode 14, as Python 3.11 knows both. Written by scripts/unicode-3-2.py: do not edit. unicode-3-2.ts says how to read it.

/** Characters that are assigned. */
export const ASSIGNED =
  'AhRBSc+CC-BRwCQQECEBDBFHBBBUBsBBnBJnEBnCBmBCCGQhBmBCHBnBBCGRBXBKLbFFXBOBDBBaFWKuECPBOBeDb1ByBvKDB1BCSCFDZQDBICCCWBHBBDECBBHCCCDJBECBFCVHBCGECCWBHBCBCBCCBBFECCDLEBBHPMDBHBBBDBWBHBCBFCKBDBDCBPBFKRDBICCCWBHBCCECIDCCDICECBDELRCBGDDBEDCBBBCDCDDDIBDEFDDBEJBPMODBIBDBXBKBFEHBDBEHCJCEKSCBIBDBXBKBFEHBDBEHCHBBCEKSCBIBDBXBQEGCDBEJBICEKSCBSDYBJBBCHDBEGBBBISDM6BEdlBCBBCCBBCBGEBHBDBBBBCCBNBDCFBBBGCKCCiBoCBiBGbEIBkBBPCBwBiBBFBCBHDEGamCmBKpBCBE6CFkCFyCGHB-BBBBECHBBBECnBBBBECfBBBECHBBBECHBHBXBfBBBECHBnBBTGcjB1CM2TJdDxCPNBHLXJUMNBDBCM9CDKWPBKG4CIqB2qB8EE6CGWCGCmBCGCIBBBBBBBfC1BBPBOCGBTCDBJBzCEBHFGICbRSebV7BCPHxBM-RxBnBZLV-EB0ICCBlDCK3DEBECcBjBBBBEDBBHC0BDYBORcEwYgcaB5CM2GaMEgCB2CCnDFoBE+CBoB4BtBDkBNrBDtCEvBB3DEjDCfB2tGqCmtU6CtkBD3B55Bk9K8CuxIC7B1EHMFFaBFBBBCBCBsDhBtLQgCC2BoBNDQQEMXCKBTBEEFBnECBB+FDGCGCGCDDHBHKFiYfBEMb1FmBCmBy9yB2HKnBD0FiR1CBnCBCCBCCCEBMBBBEBCBhCBECIBHBcBEBFBBDHByKEiJEyBggK32pBppU+QjvhWBegDg8-B+--BC+--B';

type Changed = readonly (readonly [was: string, codes: string])[];
/** General category. */
export const CATEGORY: Changed = [
  ['Ll', 'qFBPB5OB8uHBNB'],
  ['Lo', 'wmEpBnV1CwkBCu8hBBr5YB'],
  ['Mc', '09FC'],
  ['Me', '+2BB'],
  ['Mn', '05FB5nGC'],
  ['Nd', 'p7EJ'],
  ['Nl', 'jsIB'],
  ['Pc', '7nMBpzzBB'],
  ['Pd', 'tFB'],
  ['Pe', '19IBps2BB'],
  ['Po', '+tBBulEBoqDB'],
  ['Ps', '09IBps2BB'],
  ['Sk', '5VCLKcBnEB'],
  ['Sm', 'o4IE'],
  ['So', 'nFBOB9yDBjwEBZB'],
  ['Zs', 'rgIB'],
];
/** Bidirectional class. */
export const BIDI: Changed = [
  ['AL', '92BB'],
  ['BN', 'v4BBpn+BD'],
  ['EN', 'gjJoBiDB'],
  ['ES', 'vBB-2-BB'],
  ['ET', 'rBBBBsiICOCmMB2o2BB4ZCnFBBB'],
  ['L', '09FCvGC0yvDB5BB5BB5BB5BB'],
  ['NSM', '+2BBgvBBGBtzCB5nGC'],
  ['ON', 'tFB28HBtHBt2BgI'],
  ['WS', 'vhIB'],
];
/** East Asian width. */
export const WIDTH: Changed = [
  ['N', '64IChXCpCM'],
];
/** Mirrored. */
export const MIRRORED: Changed = [
  ['0', '65DE96BC895BGFC1j2BB5BB5BB5BB5BB'],
  ['1', 'htKB'],
];
/** Decimal value. */
export const DECIMAL: Changed = [
  ['0', 'wjIBPB'],
  ['1', '5FBv1EB3oDB'],
  ['2', 'yFB31EB3oDB'],
  ['3', 'zFB31EB3oDB'],
  ['4', 's7EBnoDBPB'],
  ['5', 't7EBnoDBPB'],
  ['6', 'u7EBnoDBPB'],
  ['7', 'v7EBnoDBPB'],
  ['8', 'w7EBnoDBPB'],
  ['9', 'x7EBnoDBPB'],
];
/** Characters whose normal form differs. */
export const NORMALIZED = 'oj+FBLBqFB-BB-CB';
